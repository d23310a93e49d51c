import { posix } from 'node:path';
import { ARGO_CD, deliveryOf } from '../delivery.ts';
import { Runbook } from '../runbook.ts';
import type { Rule } from './rule.ts';

/** Applications and AppProjects are applied by a person, so that a merge alone cannot widen what a merge may do. */
export const argocdByHand: Rule = {
  name: 'argocd-by-hand',
  class: 'by-hand',
  reason: 'Nothing syncs the AppProject and the Applications themselves.',
  source: 'README: what merging a change does',

  find({ before, after, differences }, sites) {
    const object = after ?? before;
    if (object === undefined || object.group !== ARGO_CD || deliveryOf(object, sites.after) !== undefined) return [];
    if (after === undefined) {
      return [
        {
          differences,
          consequence:
            'Nothing deletes it in the cluster. What it delivered stays, and is synced no more once it is deleted with kubectl.',
          remedy: 'Delete it after the merge.',
          command: `kubectl -n ${object.namespace} delete ${object.kind.toLowerCase()} ${object.name}`,
          runbook: Runbook.Remove,
        },
      ];
    }
    const isChart = after.kind !== 'AppProject' && before === undefined;
    return [
      {
        differences,
        consequence: `Nothing syncs it: the cluster keeps ${before === undefined ? 'going without it' : 'the old one'} until somebody applies it.`,
        remedy: isChart ? 'Apply it when its turn comes, after the merge.' : 'Apply it before the merge.',
        command: `kubectl apply -f ${isChart ? after.file : posix.dirname(after.file)}`,
        ...(isChart && { runbook: Runbook.FirstInstallation }),
      },
    ];
  },
};
