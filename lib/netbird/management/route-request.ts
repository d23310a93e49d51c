import type { Route } from './answers.ts';
import type { Directory } from './directory.ts';
import type { RouteRequest } from './management-client.ts';
import { markedDescription } from './mark.ts';
import type { WantedRoute } from './wanted-route.ts';

/**
 * What has to be written for NetBird to have a route that is wanted.
 *
 * @param observed what stands for it now; what a site says nothing about stays as it is there
 */
export function requestFor(wanted: WantedRoute, owner: string, observed: Route | undefined): RouteRequest {
  const { route, network, groups, accessControlGroups } = wanted;
  const { id, network_type, domains, peer, peer_groups, ...rest } = observed ?? NEW_ROUTE;
  return {
    ...rest,
    network_id: route.networkId,
    description: markedDescription(route.description, owner),
    enabled: true,
    network: network.toString(),
    ...(wanted.peerGroup === undefined ? { peer: wanted.peer?.id ?? '' } : { peer_groups: [wanted.peerGroup.id] }),
    metric: route.metric,
    masquerade: route.masquerade,
    groups,
    access_control_groups: accessControlGroups,
  };
}

/** As NetBird's UI makes one. */
const NEW_ROUTE = {
  keep_route: false,
  id: undefined,
  network_type: undefined,
  domains: undefined,
  peer: undefined,
  peer_groups: undefined,
};

/** What a request would change about a route, each as a person reads it; `via` apart from the rest. */
export function differences(
  route: Route,
  request: RouteRequest,
  directory: Directory,
): { readonly via: string | undefined; readonly others: readonly string[] } {
  const change = (what: string, old: string, now: string) => (old === now ? [] : [`${what} ${old} → ${now}`]);
  const groupNames = (ids: readonly string[]) =>
    ids.length === 0 ? 'none' : ids.map((id) => directory.groupName(id)).join(', ');
  const sameSet = (one: readonly string[], other: readonly string[]) =>
    [...new Set(one)].sort().join() === [...new Set(other)].sort().join();
  const groupChange = (what: string, old: readonly string[], now: readonly string[]) =>
    sameSet(old, now) ? [] : [`${what} ${groupNames(old)} → ${groupNames(now)}`];
  const onOff = (value: boolean) => (value ? 'on' : 'off');
  return {
    via: viaChange(route, request, directory),
    others: [
      ...change('network id', route.network_id, request.network_id),
      ...(route.enabled ? [] : ['it was switched off']),
      ...change('metric', String(route.metric), String(request.metric)),
      ...change('masquerade', onOff(route.masquerade), onOff(request.masquerade)),
      ...groupChange('groups', route.groups, request.groups),
      ...groupChange('access control groups', route.access_control_groups, request.access_control_groups),
      ...(route.description === request.description ? [] : ['its description']),
    ],
  };
}

function viaChange(route: Route, request: RouteRequest, directory: Directory): string | undefined {
  if ('peer_groups' in request) {
    const isSame = route.peer === '' && route.peer_groups.join() === request.peer_groups.join();
    return isSame ? undefined : 'it names something else than the group';
  }
  if (route.peer === request.peer && route.peer_groups.length === 0) return undefined;
  if (route.peer === '') return 'it names groups of peers';
  const old = directory.peer(route.peer);
  if (old === undefined) return 'its peer is gone';
  const now = directory.peer(request.peer);
  if (old.name !== now?.name) return `its peer was ${old.name}`;
  return 'its peer is not connected, another one of that name is';
}
