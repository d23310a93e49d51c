import { InvalidValue } from '../../lib/refusal/invalid-value.ts';
import type { Problem } from '../../lib/refusal/problem.ts';
import { RefusedError } from '../../lib/refusal/refused-error.ts';

/** What a value type says about a value that it refuses; undefined for one that it accepts. */
export function refusalOf(parse: (value: unknown) => unknown, value: unknown) {
  try {
    parse(value);
    return undefined;
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    const { reason, remedy, mayShowValue } = error;
    return mayShowValue ? { reason, remedy } : { reason, remedy, mayShowValue };
  }
}

/** What a construct is refused for. */
export function problemsFrom(build: () => unknown): readonly Problem[] {
  try {
    build();
    return [];
  } catch (error) {
    if (error instanceof RefusedError) return error.problems;
    throw error;
  }
}
