import { listAt, memberAt } from '../../output/record.ts';
import { touches } from '../compare/field-path.ts';
import { applicationIn } from '../delivery.ts';
import type { SiteObject } from '../site-object.ts';
import type { Rule } from './rule.ts';

/** Deleting an Application must leave the peer alone. */
export const applicationFinalizer: Rule = {
  name: 'application-finalizer',
  class: 'identity',
  reason: 'With the finalizer, deleting an Application deletes all that it delivered, the Namespace included.',
  source: 'Argo CD: resources-finalizer.argocd.argoproj.io; ApplicationSet: preserveResourcesOnDeletion',

  find({ before, after, differences }) {
    const application = after && applicationIn(after);
    if (after === undefined || application === undefined) return [];
    const isFinalizer = hasFinalizer(after) && !hasFinalizer(before);
    if (!isFinalizer && !loses(before, after)) return [];
    const field = isFinalizer
      ? application.fieldAt('metadata.finalizers')
      : 'spec.syncPolicy.preserveResourcesOnDeletion';
    return [
      {
        differences: differences.filter(({ path }) => touches(path, field)),
        consequence:
          'Whoever deletes it deletes all that it delivered: the Namespace, and with it the claims and identities.',
        remedy: isFinalizer ? 'Take the finalizer out.' : 'Write preserveResourcesOnDeletion: true in its syncPolicy.',
      },
    ];
  },
};

function hasFinalizer(object: SiteObject | undefined): boolean {
  return listAt(object && applicationIn(object)?.content, 'metadata', 'finalizers').some((finalizer) =>
    String(finalizer).includes('resources-finalizer.argocd.argoproj.io'),
  );
}

function loses(before: SiteObject | undefined, after: SiteObject): boolean {
  const preserves = (object: SiteObject | undefined) =>
    memberAt(object?.content, ['spec', 'syncPolicy', 'preserveResourcesOnDeletion']) === true;
  return after.kind === 'ApplicationSet' && !preserves(after) && (before === undefined || preserves(before));
}
