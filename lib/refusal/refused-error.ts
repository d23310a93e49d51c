import { describeProblem, type Problem } from './problem.ts';

/** A site, one construct of it, or what stands in its output is refused. Carries every problem that was found, not just the first. */
export class RefusedError extends Error {
  /** At least one. */
  readonly problems: readonly Problem[];

  /** @param verdict what is told before the number of problems */
  constructor(problems: readonly Problem[], verdict = 'refused') {
    const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
    super(`${verdict}: ${count}\n\n${problems.map(describeProblem).join('\n')}`);
    this.name = 'RefusedError';
    this.problems = problems;
  }
}
