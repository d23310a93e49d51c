import { listAt, memberAt } from '../../output/record.ts';
import { touches } from '../compare/field-path.ts';
import type { SiteObject } from '../site-object.ts';
import type { Rule } from './rule.ts';

/** Deleting an Application must leave the peer alone. */
export const applicationFinalizer: Rule = {
  name: 'application-finalizer',
  class: 'identity',
  reason: 'With the finalizer, deleting an Application deletes all that it delivered, the Namespace included.',
  source: 'Argo CD: resources-finalizer.argocd.argoproj.io; ApplicationSet: preserveResourcesOnDeletion',

  find({ before, after, differences }) {
    if (after?.group !== 'argoproj.io') return [];
    const cascades = after.kind === 'Application' ? hasFinalizer(after) && !hasFinalizer(before) : loses(before, after);
    if (!cascades) return [];
    const relevant = differences.filter(
      ({ path }) =>
        touches(path, 'metadata.finalizers') || touches(path, 'spec.syncPolicy.preserveResourcesOnDeletion'),
    );
    return [
      {
        differences: relevant,
        consequence:
          'Whoever deletes it deletes all that it delivered: the Namespace, and with it the claims and identities.',
        remedy:
          after.kind === 'Application'
            ? 'Take the finalizer out.'
            : 'Write preserveResourcesOnDeletion: true in its syncPolicy.',
      },
    ];
  },
};

function hasFinalizer(object: SiteObject | undefined): boolean {
  return listAt(object?.content, 'metadata', 'finalizers').some((finalizer) =>
    String(finalizer).includes('resources-finalizer.argocd.argoproj.io'),
  );
}

function loses(before: SiteObject | undefined, after: SiteObject): boolean {
  const preserves = (object: SiteObject | undefined) =>
    memberAt(object?.content, ['spec', 'syncPolicy', 'preserveResourcesOnDeletion']) === true;
  return after.kind === 'ApplicationSet' && !preserves(after) && (before === undefined || preserves(before));
}
