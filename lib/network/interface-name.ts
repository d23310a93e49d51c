import { InvalidValue } from '../refusal/invalid-value.ts';
import type { Branded } from './branded.ts';

/** The name of a network interface, as the kernel accepts it (`dev_valid_name`). */
export type InterfaceName = Branded<'InterfaceName'>;

/**
 * @param value 1 to 15 bytes. Refused: `/`, `:`, blanks, the names `.` and `..`, and `%`, from which the kernel makes
 *   a number (`wt%d` becomes `wt0`).
 * @throws InvalidValue
 */
export function parseInterfaceName(value: unknown): InterfaceName {
  if (typeof value !== 'string' || value === '' || Buffer.byteLength(value) > 15) {
    throw new InvalidValue('The name of an interface has 1 to 15 bytes.', 'Write, for example, "wt0".');
  }
  if (/[/:%\s]/.test(value) || value === '.' || value === '..') {
    throw new InvalidValue(
      'The name of an interface has no "/", ":", "%" or blank, and is not "." or "..".',
      'Write, for example, "wt0".',
    );
  }
  return value as InterfaceName;
}
