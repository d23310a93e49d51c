import { textAt } from '../../output/record.ts';
import { touchesAnnotation } from '../compare/field-path.ts';
import { Runbook } from '../runbook.ts';
import type { SiteObject } from '../site-object.ts';
import { claimsOf, isPeer } from '../workload.ts';
import type { Rule } from './rule.ts';

/** Argo CD takes the hooks of Helm for its own. */
const ANNOTATIONS = ['argocd.argoproj.io/hook', 'helm.sh/hook'];

/** Of what holds an identity. A Job is meant to be deleted and made anew. */
export const hookAdded: Rule = {
  name: 'hook-added',
  class: 'identity',
  reason: 'Argo CD deletes a hook before it makes it again, at each sync.',
  source: 'Argo CD: resource hooks; the default hook-delete-policy is BeforeHookCreation',

  find({ before, after, differences }) {
    const loss = after && lossOf(after);
    if (loss === undefined || hookOf(after) === undefined || hookOf(before) !== undefined) return [];
    return [
      {
        differences: differences.filter(({ path }) => ANNOTATIONS.some((name) => touchesAnnotation(path, name))),
        consequence: `Argo CD takes it for a hook (${hookOf(after)}): each sync deletes it and makes it anew, ${loss}.`,
        remedy: 'Take the annotation out.',
        runbook: Runbook.IdentityBackup,
      },
    ];
  },
};

function lossOf(object: SiteObject): string | undefined {
  if (object.kind === 'Namespace') return 'and with it goes all that is in it, claims and identities too';
  if (object.kind.startsWith('PersistentVolume')) return 'and what is on it is lost';
  if (!isPeer(object)) return undefined;
  return claimsOf(object).length === 0
    ? 'with its pods and their state'
    : 'with its pods: the tunnel is down each time';
}

/** The phases in which an object is a hook; one that is skipped is none. */
function hookOf(object: SiteObject | undefined): string | undefined {
  const phases = ANNOTATIONS.map((name) => textAt(object?.content, 'metadata', 'annotations', name));
  return phases.find((phase) => phase !== undefined && phase !== 'Skip');
}
