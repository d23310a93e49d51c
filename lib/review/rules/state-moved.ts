import { touches } from '../compare/field-path.ts';
import { Runbook } from '../runbook.ts';
import type { SiteObject } from '../site-object.ts';
import { claimsOf, podOf, stateLocationOf } from '../workload.ts';
import type { Rule } from './rule.ts';

/** What decides where the client finds its state. */
const FIELDS = [
  'spec.template.spec.volumes',
  'spec.template.spec.containers.*.volumeMounts',
  'spec.template.spec.containers.*.command',
  'spec.template.spec.containers.*.args',
  'spec.ordinals',
  ...['NB_STATE_DIR', 'NB_CONFIG', 'WT_STATE_DIR', 'WT_CONFIG'].map(
    (variable) => `spec.template.spec.containers.*.env.[${variable}]`,
  ),
];

/** A client that does not find its state registers as another peer, and leaves a ghost behind. */
export const stateMoved: Rule = {
  name: 'state-moved',
  class: 'identity',
  reason: 'NetBird looks for its WireGuard key in one folder, and registers anew where it finds none.',
  source: 'NetBird 0.66: /var/lib/netbird, NB_STATE_DIR, NB_CONFIG',

  find({ before, after, differences }) {
    if (before === undefined || after === undefined) return [];
    const moved = move(before, after);
    if (moved === undefined) return [];
    const relevant = differences.filter(
      ({ path }) =>
        FIELDS.some((field) => touches(path, field)) || (path[1] === 'volumeClaimTemplates' && path.length <= 3),
    );
    return [
      {
        differences: relevant.length > 0 ? relevant : differences,
        consequence: `The state moves: from ${moved.from} to ${moved.to}. NetBird finds no key there and registers as another peer, while routes go on naming the dead one.`,
        remedy: 'Leave the state where it is; or carry the identity over by hand.',
        runbook: Runbook.IdentityBackup,
      },
    ];
  },
};

function move(before: SiteObject, after: SiteObject): { from: string; to: string } | undefined {
  const to = stateLocationOf(after);
  if (podOf(before) === undefined) {
    // The base names the claims, but not what they are mounted for.
    const claims = claimsOf(before);
    if (to === undefined || claims.length === 0 || to.claims.some((claim) => claims.includes(claim))) return undefined;
    return { from: `claim ${claims.join(', ')}`, to: to.description };
  }
  const from = stateLocationOf(before);
  if (from === undefined || from.description === to?.description) return undefined;
  return { from: from.description, to: to?.description ?? 'nowhere: it is no client of NetBird any more' };
}
