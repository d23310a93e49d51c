import { describeProblem, type Problem } from './problem.ts';

/** A site, or one construct of it, is refused. Carries every problem that was found, not just the first. */
export class RefusedError extends Error {
  /** At least one. */
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
    super(`refused: ${count}\n\n${problems.map(describeProblem).join('\n')}`);
    this.name = 'RefusedError';
    this.problems = problems;
  }
}
