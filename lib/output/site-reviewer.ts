import type { IConstruct } from 'constructs';
import type { Problem } from '../refusal/problem.ts';
import type { KubernetesObject } from './manifest.ts';

/** A construct that looks at the whole of its cluster once the site is composed. */
export interface SiteReviewer extends IConstruct {
  /** @param objects every object of its cluster, of all charts; of the whole site where that names no clusters */
  reviewSite(objects: readonly KubernetesObject[]): SiteReview;
}

/** What stops the synth, and what only a person should know. */
export interface SiteReview {
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];

  /** What must hold outside of the site, where this program cannot look. */
  readonly notes: readonly Note[];
}

export interface Note {
  /** Path of the construct that relies on it. */
  readonly path: string;

  /** What must hold; one or more full sentences. */
  readonly text: string;
}

export function isSiteReviewer(construct: IConstruct): construct is SiteReviewer {
  return 'reviewSite' in construct;
}
