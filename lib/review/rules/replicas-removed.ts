import { touches } from '../compare/field-path.ts';
import { Runbook } from '../runbook.ts';
import { isPeer, replicasOf } from '../workload.ts';
import type { Rule } from './rule.ts';

/** NetBird goes on to know the peers that are no longer there. */
export const replicasRemoved: Rule = {
  name: 'replicas-removed',
  class: 'outage',
  reason: 'A replica that goes leaves a dead peer, and routes that name it.',
  source: 'Kubernetes: StatefulSet scaling removes the highest ordinals first',

  find({ before, after, differences }) {
    if (before === undefined || after === undefined) return [];
    const [had, has] = [replicasOf(before), replicasOf(after)];
    const relevant = differences.filter(({ path }) => touches(path, 'spec.replicas') && path.length > 0);
    if (has >= had || relevant.length === 0) return [];
    const gone = had - has === 1 ? `${after.name}-${has}` : `${after.name}-${has} to -${had - 1}`;
    return [
      {
        differences: relevant,
        consequence: isPeer(after)
          ? `${gone} stops${has === 0 ? ', and nothing routes any more' : ''}. Its claim stays, NetBird keeps the peer, and routes that name only it are dead.`
          : `${gone} stops.`,
        remedy: isPeer(after)
          ? 'Give its routes to another peer first. It comes back with its identity when the number grows again.'
          : 'Make sure that the others carry the load.',
        ...(isPeer(after) && { runbook: Runbook.Remove }),
      },
    ];
  },
};
