import { InvalidValue } from '../refusal/invalid-value.ts';
import type { Branded } from './branded.ts';

/** An amount of storage or memory in Kubernetes' notation: `100Mi`. */
export type ByteQuantity = Branded<'ByteQuantity'>;

const BINARY_UNITS = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const DECIMAL_UNITS = ['k', 'M', 'G', 'T', 'P', 'E'];

/**
 * @param value a whole number with a unit (Ki, Mi, …, Ei, or k, M, …, E), in the form that the API server stores.
 *   Refused: no unit, zero, fractions, and `1024Mi`, which is stored as `1Gi` and would stay OutOfSync.
 * @throws InvalidValue
 */
export function parseByteQuantity(value: unknown): ByteQuantity {
  const parts = typeof value === 'string' ? /^([1-9]\d{0,14})([KMGTPE]i|[kMGTPE])$/.exec(value) : null;
  if (parts === null) {
    throw new InvalidValue(
      'It is not an amount of storage or memory: a whole number and a unit from Ki to Ei or from k to E.',
      'Write, for example, "100Mi".',
    );
  }
  const canonical = canonicalForm(Number(parts[1]), String(parts[2]));
  if (canonical !== value) {
    throw new InvalidValue(`The API server stores it as "${canonical}".`, `Write "${canonical}".`);
  }
  return value as ByteQuantity;
}

/** The amount in bytes; beyond 2^53 to the next that a number can hold. */
export function bytesOf(quantity: ByteQuantity): number {
  const unit = quantity.replace(/\d+/, '');
  const [units, step] = unit.endsWith('i') ? [BINARY_UNITS, 1024] : [DECIMAL_UNITS, 1000];
  return Number.parseInt(quantity, 10) * step ** (units.indexOf(unit) + 1);
}

/** In the largest unit in which the amount is still a whole number, as `resource.Quantity` of Kubernetes writes it. */
function canonicalForm(amount: number, unit: string): string {
  const [units, step] = unit.endsWith('i') ? [BINARY_UNITS, 1024] : [DECIMAL_UNITS, 1000];
  const larger = units[units.indexOf(unit) + 1];
  return larger !== undefined && amount % step === 0 ? canonicalForm(amount / step, larger) : `${amount}${unit}`;
}
