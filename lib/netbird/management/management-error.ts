/**
 * What can go wrong between this program and NetBird's management server, or with what it was given.
 *
 * - `configuration`: what is wanted
 * - `token`, `forbidden`: who asks
 * - `not-the-api`, `redirect`, `certificate`, `unreachable`: where it asks
 * - `busy`: it was asked often enough, and did not answer; the next run may succeed
 * - `refused`, `not-found`, `conflict`: the server understood, and said no
 */
export type ManagementProblem =
  | 'configuration'
  | 'token'
  | 'forbidden'
  | 'not-the-api'
  | 'redirect'
  | 'certificate'
  | 'unreachable'
  | 'busy'
  | 'refused'
  | 'not-found'
  | 'conflict';

/** The management server could not be asked, or did not do what it was asked for. Never holds the token. */
export class ManagementError extends Error {
  readonly problem: ManagementProblem;

  /** What happened, as a sentence. */
  readonly reason: string;

  /** What to do about it, as a sentence. */
  readonly remedy: string;

  /** Whether a request that changes something may have been carried out all the same. */
  readonly mayHaveHappened: boolean;

  constructor(
    problem: ManagementProblem,
    reason: string,
    remedy: string,
    { mayHaveHappened = false }: { readonly mayHaveHappened?: boolean } = {},
  ) {
    super(`${reason} ${remedy}`);
    this.name = 'ManagementError';
    this.problem = problem;
    this.reason = reason;
    this.remedy = remedy;
    this.mayHaveHappened = mayHaveHappened;
  }
}
