import { InvalidValue } from './invalid-value.ts';

/** A parser that accepts exactly these values. */
export function oneOf<T extends string>(...values: readonly T[]): (value: unknown) => T {
  return (value) => {
    const found = values.find((candidate) => candidate === value);
    if (found !== undefined) return found;
    throw new InvalidValue('There is no such choice.', `Write ${values.map((one) => `"${one}"`).join(' or ')}.`);
  };
}
