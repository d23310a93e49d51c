import { textAt } from '../../output/record.ts';
import type { Difference } from '../compare/compare-objects.ts';
import type { ObjectChange, SiteComparison } from '../compare/compare-sites.ts';
import type { Site } from '../site.ts';
import type { SiteObject } from '../site-object.ts';
import { podOf } from '../workload.ts';
import type { Claim, Rule } from './rule.ts';

/** Who may do what at the API server. */
export const permissionsWidened: Rule = {
  name: 'permissions-widened',
  class: 'exposure',
  reason: 'A permission at the API server is one for whoever gets into the pod that has it.',
  source: 'Kubernetes: RBAC',

  find({ before, after, differences }, sites) {
    if (after === undefined) return [];
    if (podOf(after) !== undefined) return ofPods({ before, after, differences }, sites);
    const relevant = differences.filter((difference) => widens(difference, after));
    if (relevant.length === 0 || (before === undefined && after.kind === 'ServiceAccount')) return [];
    return [
      {
        differences: relevant,
        consequence: 'Someone may do more at the API server than before.',
        remedy: 'Make sure that it is needed.',
      },
    ];
  },
};

function widens({ path, after: value }: Difference, { kind }: SiteObject): boolean {
  switch (kind) {
    case 'ClusterRole':
    case 'Role':
      return (path.length === 0 || ['rules', 'aggregationRule'].includes(path[0] ?? '')) && value !== undefined;
    case 'ClusterRoleBinding':
    case 'RoleBinding':
      return (path.length === 0 || ['subjects', 'roleRef'].includes(path[0] ?? '')) && value !== undefined;
    case 'ServiceAccount':
      return path[0] === 'automountServiceAccountToken' && value !== false;
    default:
      return false;
  }
}

/** A pod has the permissions of its ServiceAccount once it has its token. */
function ofPods({ before, after, differences }: ObjectChange, sites: SiteComparison): readonly Claim[] {
  if (before === undefined || after === undefined || podOf(before) === undefined) return [];
  const [old, made] = [accountOf(before), accountOf(after)];
  if (!hasToken(after, sites.after) || (hasToken(before, sites.before) && old === made)) return [];
  const fields = ['serviceAccountName', 'automountServiceAccountToken'];
  const relevant = differences.filter(({ path }) => fields.includes(path.at(-1) ?? ''));
  if (relevant.length === 0) return [];
  return [
    {
      differences: relevant,
      consequence: `Its pods may do at the API server what the ServiceAccount ${made} may.`,
      remedy: 'Make sure that it is needed.',
    },
  ];
}

function accountOf(object: SiteObject): string {
  return textAt(podOf(object), 'serviceAccountName') ?? 'default';
}

function hasToken(object: SiteObject, site: Site): boolean {
  const account = site
    .inNamespace(object)
    .find(({ kind, name }) => kind === 'ServiceAccount' && name === accountOf(object));
  return (podOf(object)?.automountServiceAccountToken ?? account?.content.automountServiceAccountToken) !== false;
}
