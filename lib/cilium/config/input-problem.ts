/**
 * What cannot be read, or is of the wrong type, where the configuration comes from. The rules `unreadable` and
 * `unknown-type` make findings of it.
 */
export interface InputProblem {
  readonly kind: 'unreadable' | 'unknown-type';

  /** The file or object, and the key in it where there is one. */
  readonly place: string;

  /** What is there instead. Left out when it says nothing. */
  readonly value?: unknown;

  /** Why it cannot be used; a full sentence. */
  readonly reason: string;

  /** What to write instead; a full sentence. */
  readonly remedy: string;
}

/** @param expected what belongs there, as in "It must be …": `a string` */
export function wrongType(place: string, value: unknown, expected: string): InputProblem {
  return {
    kind: 'unknown-type',
    place,
    value,
    reason: `It must be ${expected}.`,
    remedy: `Write ${expected}, or take it out.`,
  };
}

export function unreadable(place: string, reason: string, remedy: string): InputProblem {
  return { kind: 'unreadable', place, reason, remedy };
}
