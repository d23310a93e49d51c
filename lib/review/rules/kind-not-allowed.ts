import type { ObjectChange, SiteComparison } from '../compare/compare-sites.ts';
import { touches } from '../compare/field-path.ts';
import { applicationIn, refusalByProject } from '../delivery.ts';
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

/** An object that is new, or an Application that is now of another source, destination or project. */
function refused({ before, after, differences }: ObjectChange, sites: SiteComparison): readonly Claim[] {
  const application = after && applicationIn(after);
  if (after === undefined || (before !== undefined && application === undefined)) return [];
  const refusal = refusalByProject(after, sites.after);
  const isOld = before !== undefined && refusalByProject(before, sites.before) !== undefined;
  if (refusal === undefined || isOld) return [];
  const fields = ['source', 'sources', 'destination', 'project'].map((name) => application?.fieldAt(`spec.${name}`));
  const relevant = differences.filter(({ path }) =>
    fields.some((field) => field !== undefined && touches(path, field)),
  );
  return [
    {
      differences: relevant.length > 0 ? relevant : differences,
      consequence: `The AppProject ${refusal}: the sync fails.`,
      remedy:
        application === undefined
          ? 'List the chart in charts of ArgoDelivery, which allows what it renders.'
          : 'Allow it in the AppProject, and apply that first.',
    },
  ];
}

/** What is there already, and was allowed until now. */
function narrowed({ before, differences }: ObjectChange, sites: SiteComparison): readonly Claim[] {
  if (before === undefined) return [];
  const concerned = sites.after.objects.filter(
    (object) =>
      sites.before.counterpartOf(object) !== undefined &&
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
