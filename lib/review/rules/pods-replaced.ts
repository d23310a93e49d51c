import { textAt } from '../../output/record.ts';
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

  find({ before, after, differences }) {
    if (before === undefined || after === undefined || !KINDS.includes(after.kind)) return [];
    const relevant = differences.filter(({ path }) => touches(path, 'spec.template') && path.length > 1);
    if (relevant.length === 0 || replacesOnlyDeleted(after) || replicasOf(before) === 0) return [];
    return [isPeer(before) || isPeer(after) ? ofPeer(relevant, before, after) : ofOthers(relevant)];
  },
};

/** Whether the pods stay until somebody deletes them: see the rule pods-on-delete. */
export function replacesOnlyDeleted({ content }: SiteObject): boolean {
  return textAt(content, 'spec', 'updateStrategy', 'type') === 'OnDelete';
}

function ofPeer(differences: readonly Difference[], before: SiteObject, after: SiteObject): Claim {
  const replicas = Math.min(replicasOf(before), replicasOf(after));
  const pull = differences.some(({ path }) => isImage(path)) ? ', plus the time to pull the image' : '';
  const onlyOrder = differences.every(({ isOrder }) => isOrder)
    ? ' Nothing else comes of it: only an order changes.'
    : '';
  const node = differences.some(isOfNode)
    ? ' Where it lands on another node, its volume must be reachable from there; else it stays Pending.'
    : '';
  const time = `about 15 s (3.5 s to stop and 10 s to connect were observed)${pull}`;
  return {
    differences,
    consequence:
      replicas > 1
        ? `The replicas restart one after the other, each away for ${time}. Another one routes meanwhile, where the routes in NetBird name them all.${node}${onlyOrder}`
        : `The peer restarts: the tunnel is down for ${time}.${node}${onlyOrder}`,
    remedy:
      replicas > 1
        ? 'Make sure that all replicas are connected before the merge.'
        : 'Merge when that does no harm, and not over a connection through this tunnel alone.',
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
