import { Cidr } from '../../network/cidr.ts';
import type { Group, Peer, Route } from './answers.ts';
import { type DesiredRoute, describeTarget } from './desired-routes.ts';
import type { Directory, Unknown } from './directory.ts';
import type { Notice } from './notice.ts';

/** A route that a site wants, with the ids behind its names. */
export interface WantedRoute {
  readonly route: DesiredRoute;
  readonly network: Cidr;

  /** `192.168.1.0/24 by k8s-routing-peer` */
  readonly subject: string;

  /** The peers of its name; none for a route by a group. */
  readonly peers: readonly Peer[];

  /** Of these the one that routes: the only one, or the only one that is connected. */
  readonly peer: Peer | undefined;

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
  const peer = toldApart(peers);
  if (route.peer !== undefined && peer === undefined) {
    const why = peers.length === 0 ? directory.whyNoPeer(route.peer) : whyNotToldApart(route.peer, peers);
    problems.push({ subject, ...why });
  }
  const [peerGroup] = route.peerGroup === undefined ? [] : findGroups([route.peerGroup], 'peerGroup');
  return {
    route,
    network,
    subject,
    peers,
    peer,
    peerGroup,
    groups: idsOf(findGroups(route.groups, 'groups')),
    accessControlGroups: idsOf(findGroups(route.accessControlGroups, 'accessControlGroups')),
    problems,
  };
}

function idsOf(groups: readonly Group[]): string[] {
  return [...new Set(groups.map(({ id }) => id))].sort();
}

function toldApart(peers: readonly Peer[]): Peer | undefined {
  const [peer, ...others] = peers.length === 1 ? peers : peers.filter(({ connected }) => connected);
  return others.length === 0 ? peer : undefined;
}

/** Another one may be of another cluster: a route through it would lead to somebody else's network. */
function whyNotToldApart(name: string, peers: readonly Peer[]): Unknown {
  const connected = peers.filter((peer) => peer.connected).length;
  return {
    reason: `${peers.length} peers have the name "${name}", ${connected === 0 ? 'none' : connected} of them connected: nobody can say which one is of this site.`,
    remedy: 'Delete those in NetBird that are gone, and rename those of others.',
  };
}

/** Whether a route of NetBird names a peer of the name that is wanted; or the group. */
export function isByWanted({ peers, peerGroup }: WantedRoute, { peer, peer_groups }: Route): boolean {
  if (peerGroup !== undefined) return isByGroup(peerGroup, peer_groups);
  return peers.some(({ id }) => id === peer);
}

/** Whether it names the very peer, and not only one of its name; or the group. */
export function isByWantedItself({ peer, peerGroup }: WantedRoute, route: Route): boolean {
  return peerGroup === undefined ? peer?.id === route.peer : isByGroup(peerGroup, route.peer_groups);
}

function isByGroup({ id }: Group, groups: readonly string[]): boolean {
  return groups.length === 1 && groups[0] === id;
}
