import type { Difference } from '../compare/compare-objects.ts';
import type { SiteObject } from '../site-object.ts';
import type { Rule } from './rule.ts';

/** Who may do what at the API server. */
export const permissionsWidened: Rule = {
  name: 'permissions-widened',
  class: 'exposure',
  reason: 'A permission at the API server is one for whoever gets into the pod that has it.',
  source: 'Kubernetes: RBAC',

  find({ before, after, differences }) {
    if (after === undefined) return [];
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
