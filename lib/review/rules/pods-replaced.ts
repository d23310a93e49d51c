import { memberAt, recordAt } from '../../output/record.ts';
import type { Difference } from '../compare/compare-objects.ts';
import { touches } from '../compare/field-path.ts';
import { Runbook } from '../runbook.ts';
import type { SiteObject } from '../site-object.ts';
import { isPeer, replicasOf } from '../workload.ts';
import type { Claim, Rule } from './rule.ts';

const KINDS = ['DaemonSet', 'Deployment', 'StatefulSet'];

/** Whatever differs in the template, be it the order of a list, makes another revision. */
export const podsReplaced: Rule = {
  name: 'pods-replaced',
  class: 'outage',
  reason: 'Any change of a pod template replaces the pods, and a peer routes nothing meanwhile.',
  source: 'observed with NetBird 0.66.2: 3.5 s to stop, about 10 s to connect; test/cluster/review.cluster.ts',

  find({ before, after, differences }, sites) {
    if (before === undefined || after === undefined || !KINDS.includes(after.kind)) return [];
    if (replicasOf(before) === 0 || areHeldBack(after)) return [];
    const isReleased = heldBack(after) < heldBack(before);
    const relevant = differences.filter(
      ({ path }) =>
        path.length > 1 && (touches(path, 'spec.template') || (isReleased && touches(path, 'spec.updateStrategy'))),
    );
    if (relevant.length === 0) return [];
    const hasGuard = sites.after.ofKind('CiliumNodeConfig').length > 0;
    return [isPeer(before) || isPeer(after) ? ofPeer(relevant, before, after, hasGuard) : ofOthers(relevant)];
  },
};

/** Whether all pods stay as they are, whatever the template says: see the rule pods-on-delete. */
export function areHeldBack(object: SiteObject): boolean {
  return heldBack(object) > 0 && heldBack(object) >= replicasOf(object);
}

/** How many replicas stay as they are, the lowest ordinals: all with OnDelete, and those below the partition. */
function heldBack({ content }: SiteObject): number {
  const strategy = recordAt(content, 'spec', 'updateStrategy');
  if (strategy.type === 'OnDelete') return Number.POSITIVE_INFINITY;
  const partition = Number(memberAt(strategy, ['rollingUpdate', 'partition']) ?? 0);
  return Math.max(0, partition - Number(memberAt(content, ['spec', 'ordinals', 'start']) ?? 0));
}

function ofPeer(differences: readonly Difference[], before: SiteObject, after: SiteObject, hasGuard: boolean): Claim {
  const replicas = Math.min(replicasOf(before), replicasOf(after));
  const pull = differences.some(({ path }) => isImage(path)) ? ', plus the time to pull the image' : '';
  const onlyOrder = differences.every(({ isOrder }) => isOrder)
    ? ' Nothing else comes of it: only an order changes.'
    : '';
  const node = differences.some(isOfNode)
    ? ' Where it lands on another node, its volume must be reachable from there; else it stays Pending.'
    : '';
  const held = heldBack(after);
  const still = held > 0 ? ` By the partition the first ${held === 1 ? 'one stays' : `${held} stay`} as before.` : '';
  const released = differences.some(({ path }) => touches(path, 'spec.updateStrategy'))
    ? ' What was held back until now is rolled out.'
    : '';
  const time = `about 15 s (3.5 s to stop and 10 s to connect were observed)${pull}`;
  const first =
    differences.some(isOfNode) && hasGuard
      ? " Before it, the guard must be for the new node too, in a merge of its own, and Cilium's agent there must have restarted since: it reads its devices only at start."
      : '';
  const words = `${released}${still}${node}${onlyOrder}`;
  return {
    differences,
    consequence:
      replicas > 1
        ? `The replicas restart one after the other, each away for ${time}. Another one routes meanwhile, where the routes in NetBird name them all.${words}`
        : `The peer restarts: the tunnel is down for ${time}.${words}`,
    remedy: `${
      replicas > 1
        ? 'Make sure that all replicas are connected before the merge.'
        : 'Merge when that does no harm, and not over a connection through this tunnel alone.'
    }${first}`,
    ...runbookFor(differences),
  };
}

function runbookFor(differences: readonly Difference[]): Pick<Claim, 'runbook'> {
  if (differences.some(isOfNode)) return { runbook: Runbook.MoveNode };
  return differences.some(({ path }) => isImage(path)) ? { runbook: Runbook.Upgrade } : {};
}

function isOfNode({ path }: Difference): boolean {
  return ['nodeSelector', 'affinity'].includes(path[3] ?? '');
}

function isImage(path: readonly string[]): boolean {
  return path.at(-1) === 'image' || path.length <= 2;
}

function ofOthers(differences: readonly Difference[]): Claim {
  return {
    differences,
    consequence: 'Its pods are replaced; what they serve may be away meanwhile.',
    remedy: 'Merge when that does no harm.',
  };
}
