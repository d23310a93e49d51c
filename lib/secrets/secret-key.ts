import { InvalidValue } from '../refusal/invalid-value.ts';

/**
 * @param value the key of a Secret's data: letters, digits, `-`, `_` and `.`
 * @throws InvalidValue
 */
export function parseSecretKey(value: unknown, example = 'NETBIRD_SETUP_KEY'): string {
  if (typeof value !== 'string' || !/^[\w.-]{1,253}$/.test(value) || value.startsWith('..') || value === '.') {
    throw new InvalidValue('It is not a key of a Secret or a ConfigMap.', `Write, for example, "${example}".`);
  }
  return value;
}
