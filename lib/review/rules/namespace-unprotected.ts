import { touchesAnnotation } from '../compare/field-path.ts';
import type { SiteObject } from '../site-object.ts';
import { SYNC_OPTIONS, syncOptionsOf } from '../sync-options.ts';
import type { Rule } from './rule.ts';

/** Whoever takes the Namespace out of the site later is no longer asked. */
export const namespaceUnprotected: Rule = {
  name: 'namespace-unprotected',
  class: 'identity',
  reason: 'Argo CD prunes and deletes a Namespace without a question, unless it is told to ask.',
  source: 'Argo CD: sync options Prune=confirm and Delete=confirm',

  find({ before, after, differences }) {
    if (before?.kind !== 'Namespace' || after === undefined) return [];
    const lost = ['Prune', 'Delete'].filter((option) => isProtected(before, option) && !isProtected(after, option));
    if (lost.length === 0) return [];
    return [
      {
        differences: differences.filter(({ path }) => touchesAnnotation(path, SYNC_OPTIONS)),
        consequence: `Argo CD no longer asks before it deletes the Namespace, and with it the claims and identities in it (${lost.join(' and ')}).`,
        remedy: `Put back ${lost.map((option) => `${option}=confirm`).join(',')} in ${SYNC_OPTIONS}.`,
      },
    ];
  },
};

function isProtected(namespace: SiteObject, option: string): boolean {
  return syncOptionsOf(namespace).some((entry) => [`${option}=confirm`, `${option}=false`].includes(entry));
}
