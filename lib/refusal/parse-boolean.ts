import { InvalidValue } from './invalid-value.ts';

/** @throws InvalidValue for what is neither true nor false, such as the string "false" */
export function parseBoolean(value: unknown): boolean {
  if (typeof value !== 'boolean') throw new InvalidValue('It is neither true nor false.', 'Write true or false.');
  return value;
}
