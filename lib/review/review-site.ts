import { CHANGE_CLASSES, type ChangeClass } from './change-class.ts';
import type { Difference } from './compare/compare-objects.ts';
import { compareSites, type ObjectChange, objectOf, type SiteComparison } from './compare/compare-sites.ts';
import { describePath, oneLine } from './compare/field-path.ts';
import { applicationOf, fateOf, indicesOf } from './delivery.ts';
import { rules } from './rules/index.ts';
import type { Claim, Rule } from './rules/rule.ts';
import type { Runbook } from './runbook.ts';
import { type ShownChange, shownPair } from './shown-value.ts';
import type { Site } from './site.ts';
import { describeSiteObject, type SiteObject } from './site-object.ts';
import { stateLocationOf } from './workload.ts';

/** What some differences of one object do. Data first: how it is shown is decided elsewhere. */
export interface ReviewFinding {
  readonly class: ChangeClass;

  /** The rule that found it, by the name of its file in `lib/review/rules`; undefined where no rule says anything. */
  readonly rule: string | undefined;

  /** `StatefulSet netbird/netbird-peer`, behind `west: ` where the site names clusters. */
  readonly object: string;
  readonly file: string;
  readonly changes: readonly ShownChange[];

  /** What happens; one or more full sentences. */
  readonly consequence: string;

  /** What to do; empty where there is nothing to do. */
  readonly remedy: string;

  /** What to type for it, in a shell. */
  readonly command: string | undefined;
  readonly runbook: Runbook | undefined;

  /** Why there is this rule, in a sentence, and where that can be looked up. */
  readonly reason: string | undefined;
  readonly source: string | undefined;
}

export interface SiteReviewResult {
  readonly comparison: SiteComparison;

  /** By class, the gravest first. Each difference is in one of them at least. */
  readonly findings: readonly ReviewFinding[];

  /** The peers that are what they were to NetBird, and the claims that hold their identity. */
  readonly kept: readonly string[];
}

/** Compares two sides and says what the changes do. What no rule claims is routine, never left out. */
export function reviewSite(before: readonly SiteObject[], after: readonly SiteObject[]): SiteReviewResult {
  const comparison = compareSites(before, after);
  const findings = comparison.changes.flatMap((change) => findingsOf(change, comparison));
  return {
    comparison,
    findings: CHANGE_CLASSES.flatMap((name) => findings.filter((finding) => finding.class === name)),
    kept: keptIdentities(comparison, findings),
  };
}

function findingsOf(change: ObjectChange, comparison: SiteComparison): readonly ReviewFinding[] {
  const claims = rules.flatMap((rule) => rule.find(change, comparison).map((claim) => ({ rule, claim })));
  const claimed = new Set(claims.flatMap(({ claim }) => claim.differences));
  const rest = change.differences.filter((difference) => !claimed.has(difference));
  return [
    ...claims.map(({ rule, claim }) => finding(change, rule, claim)),
    ...(rest.length > 0 ? [finding(change, undefined, routine(change, rest, comparison))] : []),
  ];
}

function finding(change: ObjectChange, rule: Rule | undefined, claim: Claim): ReviewFinding {
  return {
    class: rule?.class ?? 'routine',
    rule: rule?.name,
    object: oneLine(describeSiteObject(objectOf(change))),
    file: oneLine(objectOf(change).file),
    changes: claim.differences.map(shownChange),
    consequence: oneLine(claim.consequence),
    remedy: oneLine(claim.remedy),
    command: isPlainlyNamed(objectOf(change)) ? claim.command : undefined,
    runbook: claim.runbook,
    reason: rule?.reason,
    source: rule?.source,
  };
}

/** A reader copies a command into a shell: nothing may stand in it that Kubernetes would never take for a name. */
function isPlainlyNamed({ kind, namespace = '', name, file }: SiteObject): boolean {
  return /^[\w.:/-]*$/.test([kind, namespace, name, file].join('/'));
}

function shownChange({ path, before, after, isOrder }: Difference): ShownChange {
  if (path.length === 0)
    return {
      field: '',
      before: before === undefined ? undefined : 'there',
      after: after === undefined ? undefined : 'there',
    };
  return { field: `${describePath(path)}${isOrder ? ', order' : ''}`, ...shownPair(before, after) };
}

function routine({ before, after }: ObjectChange, differences: readonly Difference[], sites: SiteComparison): Claim {
  return { differences, consequence: fateInWords(before, after, sites), remedy: '' };
}

function fateInWords(before: SiteObject | undefined, after: SiteObject | undefined, sites: SiteComparison): string {
  if (before !== undefined && after !== undefined) return 'It is updated in place.';
  const other = sites.moved.get((before ?? after) as SiteObject);
  if (before !== undefined) {
    return `${fateOf(before, sites).sentence}${other === undefined ? '' : ` Another one comes in the namespace ${other.namespace}.`}`;
  }
  return other === undefined
    ? 'It is created.'
    : `It is created, in place of that in the namespace ${other.namespace}.`;
}

/** A peer keeps its identity unless it is new, or a rule says otherwise of it or of what its identity lives in. */
function keptIdentities({ before, after }: SiteComparison, findings: readonly ReviewFinding[]): readonly string[] {
  const lost = new Set(findings.filter((found) => found.class === 'identity').map(({ object }) => object));
  return after.objects.flatMap((object) => {
    const location = stateLocationOf(object);
    const name = describeSiteObject(object);
    if (location === undefined || before.counterpartOf(object) === undefined || isLost(object, lost, after)) return [];
    return [`${name}: ${location.description}`];
  });
}

/** @param lost what the gravest findings are about, as {@link describeSiteObject} has it */
function isLost(peer: SiteObject, lost: ReadonlySet<string>, site: Site): boolean {
  const inCluster = (kind: string, name: string) => describeSiteObject({ ...peer, kind, namespace: undefined, name });
  const holders = [peer, applicationOf(peer, site) ?? [], ...indicesOf(site)].flat().map(describeSiteObject);
  const volumes = [
    describeSiteObject({ ...peer, kind: 'PersistentVolumeClaim', name: '' }),
    inCluster('PersistentVolume', ''),
  ];
  return (
    [...holders, inCluster('Namespace', peer.namespace ?? '')].some((holder) => lost.has(holder)) ||
    [...lost].some((name) => volumes.some((volume) => name.startsWith(volume)))
  );
}
