import { InvalidValue } from '../refusal/invalid-value.ts';

/**
 * @param value a whole number from 1 to 65535
 * @throws InvalidValue
 */
export function parseUdpPort(value: unknown): number {
  const port = Number.isInteger(value) ? Number(value) : 0;
  if (port < 1 || port > 65_535) {
    throw new InvalidValue('It is not a UDP port: a whole number from 1 to 65535.', 'Write, for example, 51820.');
  }
  return port;
}
