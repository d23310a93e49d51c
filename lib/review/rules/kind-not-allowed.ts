import type { ObjectChange, SiteComparison } from '../compare/compare-sites.ts';
import { refusalByProject } from '../delivery.ts';
import { describeSiteObject } from '../site-object.ts';
import type { Claim, Rule } from './rule.ts';

/** Argo CD fails the sync for an object that its AppProject does not allow. */
export const kindNotAllowed: Rule = {
  name: 'kind-not-allowed',
  class: 'sync-fails',
  reason: 'An AppProject allows the kinds and namespaces that it names, and no other.',
  source: 'Argo CD: AppProject, clusterResourceWhitelist and destinations',

  find(change, sites) {
    return change.after?.kind === 'AppProject' ? narrowed(change, sites) : refused(change, sites);
  },
};

function refused({ before, after, differences }: ObjectChange, sites: SiteComparison): readonly Claim[] {
  if (after === undefined || before !== undefined) return [];
  const refusal = refusalByProject(after, sites.after);
  if (refusal === undefined) return [];
  const consequence = `The AppProject ${refusal}: the sync fails.`;
  return [
    { differences, consequence, remedy: 'List the chart in charts of ArgoDelivery, which allows what it renders.' },
  ];
}

/** What is there already, and was allowed until now. */
function narrowed({ before, differences }: ObjectChange, sites: SiteComparison): readonly Claim[] {
  if (before === undefined) return [];
  const concerned = sites.after.objects.filter(
    (object) =>
      sites.before.find(describeSiteObject(object)) !== undefined &&
      refusalByProject(object, sites.after) !== undefined &&
      refusalByProject(object, sites.before) === undefined,
  );
  const [first] = concerned;
  if (first === undefined) return [];
  const others = concerned.length > 1 ? ` and ${concerned.length - 1} more` : '';
  return [
    {
      differences,
      consequence: `It no longer allows what is rendered: ${describeSiteObject(first)}${others}. The sync fails.`,
      remedy: 'Allow them, or take them out of the site first.',
    },
  ];
}
