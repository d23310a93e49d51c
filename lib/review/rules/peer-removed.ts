import type { SiteComparison } from '../compare/compare-sites.ts';
import { fateOf } from '../delivery.ts';
import { Runbook } from '../runbook.ts';
import { describeSiteObject, type SiteObject } from '../site-object.ts';
import { claimsOf, claimTemplateNames, isPeer, podOf } from '../workload.ts';
import type { Rule } from './rule.ts';

/** Its identity is on claims that are called after it, in its namespace. */
export const peerRemoved: Rule = {
  name: 'peer-removed',
  class: 'identity',
  reason: 'A routing peer that is renamed, moved to another namespace or made another kind gets other claims.',
  source: 'Kubernetes names the claims of a StatefulSet <template>-<StatefulSet>-<ordinal>, in its namespace',

  find({ before, after, differences }, sites) {
    if (before === undefined || after !== undefined || !mayBePeer(before)) return [];
    const successors = successorsOf(before, sites);
    if (successors.some((successor) => takesOver(successor, before))) return [];
    const claims = claimsOf(before).join(', ') || 'its volume';
    const { isDeleted, sentence } = fateOf(before, sites);
    const [successor] = successors;
    if (successor === undefined) {
      return [
        {
          differences,
          consequence: isDeleted
            ? `The peer goes. ${claims} stays behind, and NetBird keeps the peer and the routes that name it.`
            : sentence,
          remedy: 'If that is meant, remove route and peer in NetBird too; otherwise put it back.',
          runbook: Runbook.Remove,
        },
      ];
    }
    return [
      {
        differences,
        consequence: `${describeSiteObject(successor)} takes its place with another volume (${claimsOf(successor).join(', ') || 'no claim'}) and registers as another peer; ${isDeleted ? `${claims} stays behind, and routes go on naming the dead one` : 'the old one runs on beside it, and routes go on naming that'}.`,
        remedy: 'Keep kind, name and namespace; or carry the identity over by hand.',
        runbook: Runbook.IdentityBackup,
      },
    ];
  },
};

/** A base may say no more of a StatefulSet than its claims. */
function mayBePeer(object: SiteObject): boolean {
  return isPeer(object) || (podOf(object) === undefined && claimTemplateNames(object).length > 0);
}

function successorsOf({ cluster }: SiteObject, { newPeers }: SiteComparison): readonly SiteObject[] {
  return newPeers.filter((object) => object.cluster === cluster || cluster === undefined);
}

/** Whether it mounts the very claims, such as a Deployment that names the one of the first replica. */
function takesOver(successor: SiteObject, before: SiteObject): boolean {
  if (successor.namespace !== before.namespace) return false;
  const claims = claimsOf(successor);
  return claimsOf(before).some((claim) =>
    claims.some((other) =>
      new RegExp(`^${claim.split('<ordinal>').map(RegExp.escape).join('(\\d+|<ordinal>)')}$`).test(other),
    ),
  );
}
