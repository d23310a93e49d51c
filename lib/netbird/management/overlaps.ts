import type { Route } from './answers.ts';
import type { Directory } from './directory.ts';
import { ownerIn } from './mark.ts';
import { networkOf } from './match-routes.ts';
import type { Notice } from './notice.ts';
import { isByWantedItself, type WantedRoute } from './wanted-route.ts';

/**
 * The routes of others that share addresses with what a site wants. Exit nodes are left out: they overlap everything,
 * and every prefix comes before them.
 */
export function overlapWarnings(
  wanted: readonly WantedRoute[],
  foreign: readonly Route[],
  directory: Directory,
): Notice[] {
  const byNetwork = [...Map.groupBy(wanted, ({ network }) => network.toString()).values()];
  return foreign.flatMap((route) => {
    const network = networkOf(route);
    if (network === undefined || !route.enabled || network.toString().endsWith('/0')) return [];
    return byNetwork
      .filter(([first]) => first?.network.overlaps(network))
      .map((ofNetwork) => overlap(route, ofNetwork, directory));
  });
}

function overlap(route: Route, ofNetwork: readonly WantedRoute[], directory: Directory): Notice {
  const subject = `${route.network} by ${describeVia(route, directory)}`;
  const network = ofNetwork[0]?.network;
  const isSameNetwork = networkOf(route)?.toString() === network?.toString();
  const owner = ownerIn(route.description);
  const whose = owner === undefined ? 'was made by hand' : `belongs to ${owner}`;
  const name = `The route ${route.id} (${route.network_id}) ${whose}`;
  if (owner === undefined && isSameNetwork && ofNetwork.some((one) => isByWantedItself(one, route))) {
    return {
      subject,
      reason: `${name}, for the same network and peer as one of this site.`,
      remedy: 'Delete it in NetBird: this site has a route of its own.',
    };
  }
  if (route.peer !== '' && directory.peer(route.peer) === undefined) {
    return {
      subject,
      reason: `${name}, for ${network}; its peer is gone, so that it leads nowhere.`,
      remedy: 'Delete it in NetBird.',
    };
  }
  return {
    subject,
    reason: `${name}, and overlaps ${network}, which this site routes. It is left alone.`,
    remedy: 'Delete it in NetBird, unless both are meant: the longer prefix wins, then the lower metric.',
  };
}

/** Whom a route of NetBird leads through. */
export function describeVia({ peer, peer_groups }: Route, directory: Directory): string {
  return peer === ''
    ? `group ${peer_groups.map((id) => directory.groupName(id)).join(', ')}`
    : directory.peerName(peer);
}
