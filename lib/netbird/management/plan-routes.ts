import type { Group, Peer, Route } from './answers.ts';
import { type DesiredRoute, type DesiredRoutes, describeTarget } from './desired-routes.ts';
import { Directory } from './directory.ts';
import type { RouteRequest } from './management-client.ts';
import { ownerIn } from './mark.ts';
import { type Match, matchRoutes } from './match-routes.ts';
import type { Notice } from './notice.ts';
import { describeVia, overlapWarnings } from './overlaps.ts';
import { peerWarnings } from './peer-warnings.ts';
import { differences, requestFor } from './route-request.ts';
import { lookUp } from './wanted-route.ts';

/** What NetBird has. */
export interface Observed {
  readonly peers: readonly Peer[];
  readonly groups: readonly Group[];
  readonly routes: readonly Route[];
}

/** One request that has to be made, and why. */
export type Action = {
  readonly network: string;
  readonly networkId: string;
  /** The peer, or the group of peers: `k8s-routing-peer`, `group routing-peers`. */
  readonly via: string;
  readonly reason: string;
} & (
  | { readonly kind: 'create'; readonly request: RouteRequest }
  | {
      /** `re-point`: it named another peer. `adopt`: it was made by hand. */
      readonly kind: 'update' | 're-point' | 'adopt';
      readonly observed: Route;
      readonly request: RouteRequest;
    }
  | { readonly kind: 'delete'; readonly observed: Route }
);

export interface KeptRoute {
  readonly id: string;
  readonly network: string;
  readonly networkId: string;
  readonly via: string;
}

/** What has to be done for NetBird to have what a site wants. */
export interface Plan {
  /** In the order in which they have to be done. */
  readonly actions: readonly Action[];

  /** The routes that are as they should be. */
  readonly kept: readonly KeptRoute[];

  /** Why routes cannot be written; what NetBird has in their place stays. */
  readonly problems: readonly Notice[];

  readonly warnings: readonly Notice[];
}

/**
 * Compares what a site wants with what NetBird has. Pure, and the order of the inputs does not matter.
 *
 * Routes with the mark of the site are its own: they are corrected, and deleted where nothing wants them. Of the others,
 * one that was made by hand for the same network and peer is taken over; the rest is reported and left alone.
 */
export function planRoutes(desired: DesiredRoutes, { peers, groups, routes }: Observed): Plan {
  const directory = new Directory(peers, groups);
  const wanted = [...desired.routes].sort(byPlace).map((route) => lookUp(route, directory));
  const { pairs, superfluous, foreign } = matchRoutes(wanted, routes, desired.owner);

  const changes: Action[] = [];
  const creations: Action[] = [];
  const kept: KeptRoute[] = [];
  for (const { wanted: one, route } of pairs) {
    if (one.problems.length > 0) continue;
    const request = requestFor(one, desired.owner, route);
    const place = { network: one.network.toString(), networkId: one.route.networkId, via: describeTarget(one.route) };
    if (route === undefined) {
      creations.push({ kind: 'create', ...place, request, reason: 'NetBird does not have it' });
      continue;
    }
    const change = changeOf(route, request, directory);
    if (change === undefined) kept.push({ id: route.id, ...place });
    else changes.push({ ...change, observed: route, ...place, request });
  }

  return {
    // The server refuses a second route with a peer that a group of another one has: so first what gives peers free.
    // Last what may carry traffic until something else does.
    actions: [...changes, ...creations, ...superfluous.map((route) => deletion(route, pairs, directory))],
    kept,
    problems: wanted.flatMap(({ problems }) => problems),
    warnings: [
      ...wanted.flatMap((one) => peerWarnings(one, directory)),
      ...overlapWarnings(wanted, foreign, directory),
    ],
  };
}

function byPlace(one: DesiredRoute, other: DesiredRoute): number {
  const key = (route: DesiredRoute) => [route.network, route.networkId, describeTarget(route)].join(' ');
  return key(one) < key(other) ? -1 : 1;
}

function changeOf(route: Route, request: RouteRequest, directory: Directory) {
  const { via, others } = differences(route, request, directory);
  if (ownerIn(route.description) === undefined) {
    const rest = [via, ...others].filter((text) => text !== undefined && text !== 'its description');
    return { kind: 'adopt', reason: ['made by hand for this network and peer', ...rest].join('; ') } as const;
  }
  if (via !== undefined) return { kind: 're-point', reason: [via, ...others].join('; ') } as const;
  return others.length === 0 ? undefined : ({ kind: 'update', reason: others.join('; ') } as const);
}

function deletion(route: Route, pairs: Match['pairs'], directory: Directory): Action {
  const first = pairs.find(
    (pair) =>
      pair.route?.network === route.network &&
      pair.route.network_id === route.network_id &&
      pair.route.peer === route.peer &&
      pair.route.peer_groups.join() === route.peer_groups.join(),
  );
  return {
    kind: 'delete',
    observed: route,
    network: route.network,
    networkId: route.network_id,
    via: describeVia(route, directory),
    reason: first?.route === undefined ? 'the site does not want it any more' : `it doubles ${first.route.id}`,
  };
}
