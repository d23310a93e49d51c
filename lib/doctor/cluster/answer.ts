/** What came back on a question: a value, or why there is none. Questions never throw. */
export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

/** Why there is no answer. */
export interface Failure {
  readonly kind: FailureKind;

  /** A full sentence. */
  readonly message: string;

  /** What to do about it, where whoever failed knows better than its kind says; a full sentence. */
  readonly remedy?: string;
}

/**
 * - `unreachable`: nobody listens, or the connection broke;
 * - `unauthorized`: the credentials are refused or expired;
 * - `forbidden`: a permission is missing, which the message names;
 * - `not-found`: there is no such object;
 * - `not-served`: the cluster does not know the kind;
 * - `not-running`: the container to ask in does not run;
 * - `no-program`: the container has no such program;
 * - `timed-out`, `interrupted`: the time was up, or a person pressed Ctrl-C;
 * - `unintelligible`: it answered, and the answer is not what was asked for;
 * - `failed`: anything else.
 */
export type FailureKind =
  | 'unreachable'
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'not-served'
  | 'not-running'
  | 'no-program'
  | 'timed-out'
  | 'interrupted'
  | 'unintelligible'
  | 'failed';

export function answered<T>(value: T): Answer<T> {
  return { ok: true, value };
}

export function unanswered(kind: FailureKind, message: string): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure: { kind, message } };
}

/** The value, where there is one. */
export function valueIn<T>(answer: Answer<T>): T | undefined {
  return answer.ok ? answer.value : undefined;
}

/** Whether the thing that was asked for is known not to be there. */
export function isAbsent(answer: Answer<unknown>): boolean {
  return !answer.ok && ['not-found', 'not-served'].includes(answer.failure.kind);
}
