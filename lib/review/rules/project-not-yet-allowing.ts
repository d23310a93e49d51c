import { refusalByProject } from '../delivery.ts';
import type { Rule } from './rule.ts';

/** The AppProject in the cluster is the one that was applied last, not the one in the repository. */
export const projectNotYetAllowing: Rule = {
  name: 'project-not-yet-allowing',
  class: 'by-hand',
  reason: 'The live AppProject allows what the old output had, until somebody applies the new one.',
  source: 'Argo CD: AppProject; nothing syncs it',

  find({ before, after, differences }, sites) {
    if (after === undefined || before !== undefined || refusalByProject(after, sites.after) !== undefined) return [];
    const refusal = refusalByProject(after, sites.before);
    if (refusal === undefined) return [];
    const project = sites.after.ofKind('AppProject')[0]?.file ?? 'dist/argocd';
    return [
      {
        differences,
        consequence: `The AppProject in the cluster ${refusal} yet: the sync fails until it does.`,
        remedy: 'Apply it before the merge.',
        command: `kubectl apply -f ${project}`,
      },
    ];
  },
};
