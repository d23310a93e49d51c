import type { ChangeClass } from '../change-class.ts';
import type { Difference } from '../compare/compare-objects.ts';
import type { ObjectChange, SiteComparison } from '../compare/compare-sites.ts';
import type { Runbook } from '../runbook.ts';

/** A rule on changes: says what one does. One file each, named like the rule. */
export interface Rule {
  readonly name: string;
  readonly class: ChangeClass;

  /** Why there is this rule; one sentence. */
  readonly reason: string;

  /** Where that can be looked up. */
  readonly source: string;

  /** What it has to say about a change; nothing, as a rule. */
  readonly find: (change: ObjectChange, sites: SiteComparison) => readonly Claim[];
}

/** What a rule says about some of the differences of one object. */
export interface Claim {
  /** At least one, each of them of the change. */
  readonly differences: readonly Difference[];

  /** What happens; one or more full sentences. */
  readonly consequence: string;

  /** What to do; one or more full sentences. */
  readonly remedy: string;

  /** What to type for it, in a shell. */
  readonly command?: string;

  /** How to get through it, or out of it. */
  readonly runbook?: Runbook;
}
