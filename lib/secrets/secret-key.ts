import { InvalidValue } from '../refusal/invalid-value.ts';

/**
 * @param value the key of a Secret's data: letters, digits, `-`, `_` and `.`
 * @throws InvalidValue
 */
export function parseSecretKey(value: unknown): string {
  if (typeof value !== 'string' || !/^[\w.-]{1,253}$/.test(value) || value.startsWith('..') || value === '.') {
    throw new InvalidValue('It is not the key of a Secret.', 'Write, for example, "NETBIRD_SETUP_KEY".');
  }
  return value;
}
