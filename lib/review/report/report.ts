import type { AcknowledgedFindings, Acknowledgement } from '../acknowledgements.ts';
import { CHANGE_CLASSES, type ChangeClass } from '../change-class.ts';
import type { ReviewFinding, SiteReviewResult } from '../review-site.ts';

/** All that a report shows. */
export interface Report {
  /** What was compared with: `3f2a91c, the merge base with origin/main`. */
  readonly base: string;
  readonly notes: readonly string[];
  readonly review: SiteReviewResult;
  readonly acknowledged: AcknowledgedFindings;

  /** The classes that stop. */
  readonly failOn: readonly ChangeClass[];

  /** Whether values were hidden because they may be secrets. */
  readonly hidesSecrets: boolean;
}

/** Findings that say the same about several objects. */
export interface FindingGroup {
  readonly finding: ReviewFinding;

  /** By name, the one of `finding` first. */
  readonly objects: readonly string[];
  readonly acknowledgement: Acknowledgement | undefined;
}

/** The findings that make the command fail. */
export function failuresOf({ review, acknowledged, failOn }: Report): readonly ReviewFinding[] {
  return review.findings.filter((finding) => failOn.includes(finding.class) && !acknowledged.byFinding.has(finding));
}

/** The findings by class, those of no class left out, and what says the same together. */
export function groupsByClass({ review, acknowledged }: Report): ReadonlyMap<ChangeClass, readonly FindingGroup[]> {
  const groups = Map.groupBy(review.findings, (finding) => {
    const { rule, class: name, changes, consequence, remedy, command, runbook } = finding;
    const words = withoutName(JSON.stringify([changes, consequence, remedy, command]), finding);
    return JSON.stringify([name, rule, runbook, words, acknowledged.byFinding.get(finding)]);
  });
  const all = [...groups.values()].flatMap((findings) => {
    const [finding] = findings;
    if (finding === undefined) return [];
    const objects = findings.map(({ object }) => object);
    return [{ finding, objects, acknowledgement: acknowledged.byFinding.get(finding) }];
  });
  return new Map(
    CHANGE_CLASSES.map((name) => [name, all.filter(({ finding }) => finding.class === name)] as const).filter(
      ([, found]) => found.length > 0,
    ),
  );
}

/** A text in which objects that differ by their names alone say the same. */
function withoutName(text: string, { object }: ReviewFinding): string {
  const names = object.slice(object.lastIndexOf(' ') + 1).split('/');
  return names.reduceRight((rest, name) => rest.replaceAll(name, '*'), text);
}

/** How many findings a class has. */
export function countOf(groups: readonly FindingGroup[]): number {
  return groups.reduce((sum, { objects }) => sum + objects.length, 0);
}

/** `1 object added, 2 changed, 14 unchanged`. */
export function describeCounts({ review: { comparison } }: Report): string {
  const { changes, after } = comparison;
  const added = changes.filter(({ before }) => before === undefined).length;
  const removed = changes.filter(({ after: made }) => made === undefined).length;
  const changed = changes.length - added - removed;
  const unchanged = after.objects.length - added - changed;
  const counts = [
    [added, 'added'],
    [changed, 'changed'],
    [removed, 'removed'],
    [unchanged, 'unchanged'],
  ].filter(([count]) => count !== 0);
  const [first, ...rest] = counts.map(([count, what]) => `${count} ${what}`);
  if (first === undefined) return 'no objects';
  return [first.replace(' ', counts[0]?.[0] === 1 ? ' object ' : ' objects '), ...rest].join(', ');
}

/** `StatefulSet a/peer and 9 more`. */
export function describeObjects({ objects }: FindingGroup): string {
  const [first = '', ...others] = objects;
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}

/** What the reader should know besides the findings; full sentences. */
export function notesOf({ notes, acknowledged: { expired, unused }, hidesSecrets }: Report): readonly string[] {
  const line = ({ object, class: name }: Acknowledgement) => `${name}, ${object}`;
  return [
    ...notes,
    ...expired.map((entry) => `An acknowledgement expired on ${entry.expires} and does not count: ${line(entry)}.`),
    ...unused.map((entry) => `An acknowledgement matches nothing; take it out: ${line(entry)}.`),
    ...(hidesSecrets ? ['(hidden n) stands for a value that may be a secret; the same number, the same value.'] : []),
  ];
}

/** `2 findings stop`. */
export function describeFailures(failures: readonly ReviewFinding[]): string {
  return failures.length === 1 ? '1 finding stops' : `${failures.length} findings stop`;
}
