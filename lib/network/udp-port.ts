import { InvalidValue } from '../refusal/invalid-value.ts';

/**
 * @param value a whole number from 1 to 65535
 * @throws InvalidValue
 */
export function parseUdpPort(value: unknown): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > 65_535) {
    throw new InvalidValue('It is not a UDP port: a whole number from 1 to 65535.', 'Write, for example, 51820.');
  }
  return value;
}
