import { touches } from '../compare/field-path.ts';
import { staysBehind } from '../delivery.ts';
import { replicasOf } from '../workload.ts';
import type { Rule } from './rule.ts';

/** It is what makes the drain of one node wait for the peer on another. */
export const disruptionBudgetChanged: Rule = {
  name: 'disruption-budget-changed',
  class: 'outage',
  reason: 'Without a budget, draining several nodes stops all replicas at once.',
  source: 'Kubernetes: PodDisruptionBudget',

  find({ before, after, differences }, sites) {
    if (before?.kind !== 'PodDisruptionBudget' || staysBehind({ before, after }, sites)) return [];
    const relevant = differences.filter(({ path }) => touches(path, 'spec'));
    const hasReplicas = sites.after.inNamespace(before).some((object) => replicasOf(object) > 1);
    if (relevant.length === 0 || !hasReplicas) return [];
    return [
      {
        differences: relevant,
        consequence: 'Draining nodes may stop more replicas at once than before, or wait for ever for one of them.',
        remedy: 'Keep maxUnavailable: 1 and unhealthyPodEvictionPolicy: AlwaysAllow.',
      },
    ];
  },
};
