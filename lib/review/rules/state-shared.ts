import { touches } from '../compare/field-path.ts';
import type { SiteObject } from '../site-object.ts';
import { replicasOf, stateLocationOf } from '../workload.ts';
import type { Rule } from './rule.ts';

/** One state is one WireGuard key: two pods on it take the connection away from each other. */
export const stateShared: Rule = {
  name: 'state-shared',
  class: 'identity',
  reason: 'Two pods with one WireGuard key are one peer in two places, and flap.',
  source: 'WireGuard: a peer is its public key, and has one endpoint',

  find({ before, after, differences }) {
    if (after === undefined || !isShared(after) || (before !== undefined && isShared(before))) return [];
    const relevant = differences.filter(
      ({ path }) => touches(path, 'spec.replicas') || touches(path, 'spec.template.spec.volumes'),
    );
    return [
      {
        differences: relevant.length > 0 ? relevant : differences,
        consequence: `${replicasOf(after)} replicas share ${stateLocationOf(after)?.claims.join(', ')}: one WireGuard key, and the tunnel flaps between them.`,
        remedy: 'Use a claim template, which makes a claim for each replica; or one replica.',
      },
    ];
  },
};

function isShared(object: SiteObject): boolean {
  return replicasOf(object) > 1 && stateLocationOf(object)?.isOwn === false;
}
