import type { Group, Peer, Route } from '../../lib/netbird/management/answers.ts';
import type { DesiredRoute } from '../../lib/netbird/management/desired-routes.ts';
import type { Action, Observed } from '../../lib/netbird/management/plan-routes.ts';

// Answers of the API, as the client hands them on.

export function peer(id: string, more: Partial<Peer> = {}): Peer {
  return {
    id,
    name: 'k8s-routing-peer',
    hostname: 'k8s-routing-peer',
    ip: '100.109.244.71',
    connected: true,
    last_seen: '2026-01-02T00:00:00Z',
    created_at: '2026-01-01T00:00:00Z',
    groups: [],
    ...more,
  };
}

export function group(id: string, name: string, peers: readonly string[] = []): Group {
  return { id, name, peers: peers.map((one) => ({ id: one })) };
}

export const MARK = '[cdk8s-netbird:home]';

/** A route as the plan for `desired()` leaves it. */
export function route(id: string, more: Partial<Route> = {}): Route {
  return {
    id,
    network_id: 'home-192.168.1.0-24',
    description: `LAN ${MARK}`,
    enabled: true,
    network: '192.168.1.0/24',
    domains: [],
    peer: 'p1',
    peer_groups: [],
    metric: 9999,
    masquerade: true,
    groups: ['all'],
    access_control_groups: [],
    keep_route: false,
    ...more,
  };
}

type Target = { readonly peer: string } | { readonly peerGroup: string };

export function desired(more: Partial<Omit<DesiredRoute, 'peer' | 'peerGroup'>> & Partial<Target> = {}): DesiredRoute {
  const { peerGroup, peer: peerName = 'k8s-routing-peer', ...rest } = more as Partial<DesiredRoute>;
  const target: Target = peerGroup === undefined ? { peer: peerName } : { peerGroup };
  return {
    networkId: 'home-192.168.1.0-24',
    network: '192.168.1.0/24',
    description: 'LAN',
    groups: ['All'],
    accessControlGroups: [],
    metric: 9999,
    masquerade: true,
    ...rest,
    ...target,
  };
}

/** What NetBird has after these actions. */
export function after(observed: Observed, actions: readonly Action[], nextId = newIds()): Observed {
  const routes = new Map(observed.routes.map((one) => [one.id, one]));
  for (const action of actions) {
    if (action.kind === 'delete') {
      routes.delete(action.observed.id);
      continue;
    }
    const id = action.kind === 'create' ? nextId() : action.observed.id;
    const { request } = action;
    const via =
      'peer' in request ? { peer: request.peer, peer_groups: [] } : { peer: '', peer_groups: request.peer_groups };
    routes.set(id, { ...request, ...via, id, domains: [] } as Route);
  }
  return { ...observed, routes: [...routes.values()] };
}

function newIds(): () => string {
  let last = 0;
  return () => `z${String(++last).padStart(4, '0')}`;
}
