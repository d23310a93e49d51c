import { InvalidValue } from '../refusal/invalid-value.ts';
import type { Branded } from './branded.ts';

/** A share of processors in Kubernetes' notation: `100m` is a tenth of one, `2` is two. */
export type CpuQuantity = Branded<'CpuQuantity'>;

/**
 * @param value a whole number of processors, or of thousandths with the unit `m`, in the form that the API server
 *   stores. Refused: zero, fractions, and `1000m`, which is stored as `1`.
 * @throws InvalidValue
 */
export function parseCpuQuantity(value: unknown): CpuQuantity {
  if (typeof value !== 'string' || !/^([1-9]\d{0,2}|[1-9]\d{0,5}m)$/.test(value)) {
    throw new InvalidValue('It is not an amount of CPU.', 'Write, for example, "100m" for a tenth of a processor.');
  }
  if (value.endsWith('000m')) {
    const processors = value.slice(0, -'000m'.length);
    throw new InvalidValue(`The API server stores it as "${processors}".`, `Write "${processors}".`);
  }
  return value as CpuQuantity;
}
