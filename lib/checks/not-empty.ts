import type { Check } from './check.ts';

/** With an empty output, Argo CD would prune everything that runs. */
export const notEmpty: Check = (manifests) =>
  manifests.length > 0
    ? []
    : [{ path: 'the site', reason: 'It has no objects.', remedy: 'Compose at least one construct in a Chart.' }];
