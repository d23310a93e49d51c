import { memberAt } from '../../output/record.ts';
import { touches } from '../compare/field-path.ts';
import { Runbook } from '../runbook.ts';
import type { SiteObject } from '../site-object.ts';
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
    const peer = isPeer(after);
    const rest = has === 0 ? ', and nothing is left' : '';
    return [
      {
        differences: relevant,
        consequence: `${goneOf(after, had, has)}${rest}.${peer ? ' Each leaves its peer in NetBird, and its claim; routes that name only it are dead.' : ''}`,
        remedy: remedyFor(peer, has),
        ...(peer && { runbook: Runbook.Remove }),
      },
    ];
  },
};

/** Which pods stop: of a StatefulSet those with the highest ordinals. */
function goneOf({ kind, name, content }: SiteObject, had: number, has: number): string {
  if (kind !== 'StatefulSet') return had - has === 1 ? 'One of its pods stops' : `${had - has} of its pods stop`;
  const start = Number(memberAt(content, ['spec', 'ordinals', 'start']) ?? 0);
  const [first, last] = [start + has, start + had - 1];
  return first === last ? `${name}-${first} stops` : `${name}-${first} to -${last} stop`;
}

function remedyFor(isOfPeer: boolean, has: number): string {
  if (isOfPeer)
    return 'Give its routes to another peer first. It comes back with its identity when the number grows again.';
  return has === 0 ? 'Make sure that nothing needs it.' : 'Make sure that the others carry the load.';
}
