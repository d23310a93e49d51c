import { CHART_PATH } from '../compare/compare-sites.ts';
import { ARGO_CD } from '../delivery.ts';
import { Runbook } from '../runbook.ts';
import { FILE_KIND } from '../site-object.ts';
import type { Rule } from './rule.ts';

/** Each chart is an Application, and an object belongs to one. */
export const movedBetweenApplications: Rule = {
  name: 'moved-between-applications',
  class: 'sync-fails',
  reason: 'An object that changes its chart changes its Application: one prunes what the other is to take over.',
  source: 'Argo CD: sync option FailOnSharedResource, and pruning',

  find({ before, after, differences }) {
    const moves = differences.filter(({ path }) => path[0] === CHART_PATH[0]);
    if (before === undefined || after === undefined || moves.length === 0) return [];
    if (after.group === ARGO_CD || after.kind === FILE_KIND) return [];
    const loss = ['Namespace', 'PersistentVolumeClaim'].includes(after.kind)
      ? 'that deletes the identities in it'
      : 'and made anew after that';
    return [
      {
        differences: moves,
        consequence: `The Application of ${after.chart} refuses it as long as that of ${before.chart} owns it, and that one prunes it: it is deleted, ${loss}.`,
        remedy: 'Protect it before the merge, and take off the mark of its old owner afterwards.',
        command: `kubectl${after.namespace === undefined ? '' : ` -n ${after.namespace}`} annotate --overwrite ${after.kind.toLowerCase()} ${after.name} argocd.argoproj.io/sync-options=Prune=false`,
        runbook: Runbook.Adopt,
      },
    ];
  },
};
