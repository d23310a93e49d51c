import { InvalidValue } from '../refusal/invalid-value.ts';
import type { Branded } from './branded.ts';

/** The name of a network interface, as the kernel accepts it (`dev_valid_name`). */
export type InterfaceName = Branded<'InterfaceName'>;

/**
 * @param value 1 to 15 visible ASCII characters. Refused: `/`, `:`, the names `.` and `..`, and `%`, from which the
 *   kernel makes a number (`wt%d` becomes `wt0`).
 * @throws InvalidValue
 */
export function parseInterfaceName(value: unknown, example = 'wt0'): InterfaceName {
  if (typeof value !== 'string' || !/^[!-~]{1,15}$/.test(value)) {
    throw new InvalidValue(
      'The name of an interface has 1 to 15 characters of ASCII, none of them blank.',
      `Write, for example, "${example}".`,
    );
  }
  if (/[/:%]/.test(value) || value === '.' || value === '..') {
    throw new InvalidValue(
      'The name of an interface has no "/", ":" or "%", and is not "." or "..".',
      `Write, for example, "${example}".`,
    );
  }
  return value as InterfaceName;
}
