import type { Peer } from './answers.ts';
import type { Directory } from './directory.ts';
import type { Notice } from './notice.ts';
import type { WantedRoute } from './wanted-route.ts';

/** What should be known about the peers of a route that can be written: it may lead nowhere for now. */
export function peerWarnings({ subject, peer, peerGroup }: WantedRoute, directory: Directory): Notice[] {
  if (peerGroup !== undefined) {
    const members = peerGroup.peers.map(({ id }) => directory.peer(id));
    return ofGroup(peerGroup.name, members).map((warning) => ({ subject, ...warning }));
  }
  if (peer === undefined || peer.connected) return [];
  return [{ subject, ...(neverConnected(peer) ? registeredOnly(peer) : away(peer)) }];
}

type Warning = Omit<Notice, 'subject'>;

function ofGroup(name: string, members: readonly (Peer | undefined)[]): Warning[] {
  if (members.length === 0) {
    return [
      {
        reason: `The group "${name}" has no peers.`,
        remedy:
          'Make it an auto-assigned group of the setup key, and add the peers that have registered already by hand.',
      },
    ];
  }
  if (members.some((peer) => peer?.connected)) return [];
  return [
    {
      reason: `None of the peers in the group "${name}" is connected.`,
      remedy: 'Look at the pods of the routing peer.',
    },
  ];
}

/** At registration the server writes down that it has seen the peer. */
function neverConnected({ last_seen, created_at }: Peer): boolean {
  const seen = Date.parse(last_seen);
  return Number.isNaN(seen) || seen <= 0 || seen <= Date.parse(created_at);
}

function registeredOnly({ name }: Peer): Warning {
  return {
    reason: `The peer "${name}" has registered, but was never connected.`,
    remedy:
      'Look at its log, and whether it reaches the management server; the route works as soon as it is connected.',
  };
}

function away({ name, last_seen }: Peer): Warning {
  return {
    reason: `The peer "${name}" is not connected; it was seen last at ${last_seen.slice(0, 19)}Z.`,
    remedy: 'Look at the pod of the routing peer; the route works again as soon as it is connected.',
  };
}
