import { type Check, type CheckName, type Finding, type Judgement, judged, type Verdict, verdictOf } from './check.ts';
import type { Inquiry } from './cluster/inquiry.ts';
import type { Examination } from './examination.ts';
import { outgoing } from './outgoing.ts';

/** What became of one check. */
export interface CheckResult {
  readonly name: CheckName;
  readonly title: string;

  /** The commands by which a person can ask the same. */
  readonly asked: readonly string[];
  readonly judgement: Judgement;
  readonly verdict: Verdict;
}

/** A finding, and the check that made it. */
export interface PlacedFinding extends Finding {
  readonly check: CheckName;
}

/** All results, in the order of the data path. */
export interface Diagnosis {
  readonly results: readonly CheckResult[];

  /** Problems that nothing else explains; the first is the first on the data path. */
  readonly causes: readonly PlacedFinding[];

  /** Problems and warnings that follow from one of the causes. */
  readonly followers: readonly PlacedFinding[];

  /** Warnings of their own. */
  readonly warnings: readonly PlacedFinding[];

  /** What nobody knows. */
  readonly unknowns: readonly PlacedFinding[];
}

/**
 * Runs all checks side by side; none waits for another's verdict.
 *
 * @param context the name of the cluster's context, for the commands that are shown
 * @param onDone is told the number of checks that are done
 */
export async function examine(
  checks: readonly Check<unknown>[],
  examination: Omit<Examination, 'inquiry'>,
  { newInquiry, context }: { readonly newInquiry: () => Inquiry; readonly context: string },
  onDone: (done: number) => void = () => {},
): Promise<Diagnosis> {
  let done = 0;
  const toReader = outgoing(context, Object.values(examination.site.peer.nodeSelector));
  const results = await Promise.all(
    checks.map(async (check) => {
      const inquiry = newInquiry();
      const judgement = await run(check, { ...examination, inquiry });
      done += 1;
      onDone(done);
      const { name, title } = check;
      const result = { name, title, asked: inquiry.asked, judgement, verdict: verdictOf(judgement) };
      return changeTexts(result, toReader);
    }),
  );
  return diagnose(results);
}

/** Plain data with each of its texts changed. */
function changeTexts<T>(value: T, change: (text: string) => string): T {
  return JSON.parse(JSON.stringify(value), (_, member) => (typeof member === 'string' ? change(member) : member));
}

/** What a fault of the doctor itself would hide is worse than the fault. */
async function run(check: Check<unknown>, examination: Examination): Promise<Judgement> {
  try {
    return check.judge(await check.gather(examination), examination);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return judged([], {
      severity: 'unknown',
      what: 'the doctor failed at this check',
      cause: `It met something that it does not understand: ${message}`,
      fix: 'Run the command that was asked by hand; report the fault with --json.',
      link: `docs/doctor.md#${check.name}`,
      failure: { kind: 'failed', message },
    });
  }
}

/** Tells causes from what follows from them. */
export function diagnose(results: readonly CheckResult[]): Diagnosis {
  const placed = results.flatMap(({ name, judgement }) =>
    judgement.findings.map((finding) => ({ ...finding, check: name })),
  );
  const problems = placed.filter(({ severity }) => severity === 'problem');
  const isFollower = ({ check, follows = [] }: PlacedFinding) =>
    problems.some((other) => other.check !== check && follows.includes(other.check) && !other.follows?.includes(check));
  const roots = problems.filter((problem) => !isFollower(problem));
  // Problems that follow from each other in a circle have no first one, and are not well for that.
  const causes = roots.length > 0 ? roots : problems;
  const grave = placed.filter(({ severity }) => severity !== 'unknown');
  return {
    results,
    causes,
    followers: grave.filter((finding) => isFollower(finding) && !causes.includes(finding)),
    warnings: grave.filter((finding) => finding.severity === 'warning' && !isFollower(finding)),
    unknowns: placed.filter(({ severity }) => severity === 'unknown'),
  };
}

/** Argo CD may run in another cluster, and the far side is asked only where somebody wants it. */
const ELSEWHERE: readonly CheckName[] = ['applications', 'far-side'];

/**
 * 1: there is a problem. 2: none was seen, and something could not be looked at, or was not reached. What can never be
 * seen from here does not count.
 */
export function exitCodeOf(diagnosis: Diagnosis): 0 | 1 | 2 {
  if (diagnosis.causes.length > 0) return 1;
  const isBlind = diagnosis.unknowns.some(({ failure }) => failure !== undefined);
  return isBlind || notReachedOf(diagnosis).length > 0 ? 2 : 0;
}

/** The checks that should have been reached. */
export function notReachedOf({ results }: Diagnosis): readonly CheckResult[] {
  return results.filter(({ name, verdict }) => verdict === 'not-reached' && !ELSEWHERE.includes(name));
}
