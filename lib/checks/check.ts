import type { Manifest } from '../output/manifest.ts';
import type { Problem } from '../refusal/problem.ts';

/** A rule on all objects of a site together: returns what breaks it. One file each, named like the rule. */
export type Check = (manifests: readonly Manifest[]) => Problem[];
