import { Cidr } from '../../network/cidr.ts';
import type { Group, Peer, Route } from './answers.ts';
import { type DesiredRoute, describeTarget } from './desired-routes.ts';
import type { Directory } from './directory.ts';
import type { Notice } from './notice.ts';

/** A route that a site wants, with the ids behind its names. */
export interface WantedRoute {
  readonly route: DesiredRoute;
  readonly network: Cidr;

  /** `192.168.1.0/24 by k8s-routing-peer` */
  readonly subject: string;

  /** The peers of its name, the best first; none for a route by a group. */
  readonly peers: readonly Peer[];

  /** Undefined for a route by a peer. */
  readonly peerGroup: Group | undefined;

  /** Ids. */
  readonly groups: readonly string[];
  readonly accessControlGroups: readonly string[];

  /** Why it cannot be written. */
  readonly problems: readonly Notice[];
}

/** Looks up the names of a route. */
export function lookUp(route: DesiredRoute, directory: Directory): WantedRoute {
  const network = Cidr.around(route.network);
  const subject = `${network} by ${describeTarget(route)}`;
  const problems: Notice[] = [];
  const findGroups = (names: readonly string[], prop: string): Group[] =>
    names.flatMap((name) => {
      const found = directory.findGroup(name, prop);
      if ('id' in found) return found;
      problems.push({ subject, ...found });
      return [];
    });
  const peers = route.peer === undefined ? [] : directory.peersNamed(route.peer);
  if (route.peer !== undefined && peers.length === 0) problems.push({ subject, ...directory.whyNoPeer(route.peer) });
  const [peerGroup] = route.peerGroup === undefined ? [] : findGroups([route.peerGroup], 'peerGroup');
  return {
    route,
    network,
    subject,
    peers,
    peerGroup,
    groups: idsOf(findGroups(route.groups, 'groups')),
    accessControlGroups: idsOf(findGroups(route.accessControlGroups, 'accessControlGroups')),
    problems,
  };
}

function idsOf(groups: readonly Group[]): string[] {
  return [...new Set(groups.map(({ id }) => id))].sort();
}

/** Whether a route of NetBird names the peer that is wanted, or another one of that name; or the group. */
export function isByWanted({ peers, peerGroup }: WantedRoute, { peer, peer_groups }: Route): boolean {
  if (peerGroup !== undefined) return peer_groups.length === 1 && peer_groups[0] === peerGroup.id;
  return peers.some(({ id }) => id === peer);
}

/** The peer that a route should name: the one that it names, while no other is better. */
export function bestPeer({ peers }: WantedRoute, current: string | undefined): Peer | undefined {
  const [best] = peers;
  return peers.find(({ id, connected }) => id === current && connected === best?.connected) ?? best;
}
