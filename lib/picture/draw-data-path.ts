import { CiliumVersion } from '../cilium/cilium-version.ts';
import { decidingEntry } from '../cilium/device-filter.ts';
import { Cidr } from '../network/cidr.ts';
import type { DataPath, PeerPath } from './data-path.ts';
import type { Arrow, Box, Diagram, Group } from './diagram.ts';
import type { Gateway } from './gateways.ts';
import type { KeptRoute, KeptRoutes } from './kept-routes.ts';

/**
 * Makes boxes and arrows of a data path: each mesh range and each network once, a group for the node of each peer.
 *
 * @param cluster the name of the cluster, for the title; undefined where a site names none
 */
export function drawDataPath({ peers, gateways, routes }: DataPath, cluster?: string): Diagram {
  const overlayOf = (peer: PeerPath) => peer.overlay ?? peers.find((other) => isOfOneMesh(other, peer))?.overlay;
  const overlays = [...new Set(peers.map(overlayOf))];
  const networks = [...new Set(peers.flatMap((peer) => peer.networks))];
  const meshId = (overlay: string | undefined) => `mesh${overlays.indexOf(overlay) + 1}`;
  const networkId = (network: string) => `network${networks.indexOf(network) + 1}`;
  const parts = peers.map((peer, index) => {
    const drawn = drawPeer(peer, index + 1);
    const tunnel: Arrow = { from: meshId(overlayOf(peer)), to: drawn.tunnel, kind: 'tunnel', label: wireguard(peer) };
    const leaving = peer.networks.map(
      (network): Arrow => ({ from: drawn.lan, to: networkId(network), kind: 'forward' }),
    );
    return { ...drawn, arrows: [tunnel, ...drawn.arrows, ...leaving] };
  });
  const where = cluster === undefined ? '' : ` of the cluster ${cluster}`;
  return {
    title: `The data path${where}: from the NetBird mesh to the networks behind the cluster's nodes`,
    groups: parts.map(({ node }) => node),
    boxes: [
      ...overlays.map((overlay) => meshBox(meshId(overlay), overlay)),
      ...parts.flatMap(({ supplies }) => supplies),
      ...networks.map((network): Box => ({ id: networkId(network), kind: 'network', lines: [network] })),
      ...gateways.map(gatewayBox),
      ...routes.map(routesBox),
    ],
    arrows: [
      ...routes.flatMap((kept, index) =>
        overlays
          .filter((overlay) => peers.some((peer) => overlayOf(peer) === overlay && isRouted(peer, kept)))
          .map(
            (overlay): Arrow => ({
              from: routesBox(kept, index).id,
              to: meshId(overlay),
              kind: 'supply',
              label: 'routes',
            }),
          ),
      ),
      ...parts.flatMap(({ arrows }) => arrows),
      ...gateways.flatMap((gateway, index) =>
        networks
          .filter((network) => gateway.addresses.some((address) => contains(network, address)))
          .map((network): Arrow => ({ from: networkId(network), to: gatewayBox(gateway, index).id, kind: 'forward' })),
      ),
    ],
  };
}

interface DrawnPeer {
  readonly node: Group;
  readonly supplies: readonly Box[];

  /** Those between the boxes of this peer. */
  readonly arrows: readonly Arrow[];

  /** Where packets come in, and where they leave. */
  readonly tunnel: string;
  readonly lan: string;
}

function drawPeer(peer: PeerPath, number: number): DrawnPeer {
  const tunnel: Box = { id: `tunnel${number}`, kind: 'interface', lines: tunnelLines(peer) };
  const lan: Box = { id: `lan${number}`, kind: 'interface', lines: lanLines(peer) };
  const guard: Box = { id: `guard${number}`, kind: 'guard', lines: guardLines(peer) };
  const supplies = suppliesOf(peer, number);
  const isGuarded = peer.guard !== undefined;
  const isForwarding = peer.networks.length > 0;
  const uses = ciliumUse(peer);
  return {
    node: {
      id: `node${number}`,
      lines: nodeLines(peer),
      boxes: [tunnel, ...(isGuarded ? [guard] : []), ...(isForwarding ? [lan] : [])],
    },
    supplies: supplies.map(({ box }) => box),
    arrows: [
      ...supplies.map(({ box, label }): Arrow => ({ from: box.id, to: tunnel.id, kind: 'supply', label })),
      ...arrowsIf(isForwarding, { from: tunnel.id, to: lan.id, kind: 'forward', label: 'forwarded' }),
      ...arrowsIf(isKeptOut(peer), { from: tunnel.id, to: guard.id, kind: 'keep-out', label: 'kept out of' }),
      ...arrowsIf(uses(peer.tunnelInterface), { from: guard.id, to: tunnel.id, kind: 'pin', label: 'uses' }),
      ...arrowsIf(isForwarding && uses(peer.lanInterface), { from: guard.id, to: lan.id, kind: 'pin', label: 'uses' }),
    ],
    tunnel: tunnel.id,
    lan: lan.id,
  };
}

/** Where one peer does not name its overlay, because it does not masquerade, another one of its account may. */
function isOfOneMesh(one: PeerPath, other: PeerPath): boolean {
  return one.overlay !== undefined && one.managementUrl === other.managementUrl;
}

/** Which interfaces the devices of the guard select. */
function ciliumUse({ guard }: PeerPath): (interfaceName: string | undefined) => boolean {
  return (name) =>
    name !== undefined && decidingEntry(guard?.devices ?? [], name, CiliumVersion.parse('1.20'))?.excludes === false;
}

/** By the devices, or by admission that refuses others. */
function isKeptOut(peer: PeerPath): boolean {
  const { guard, tunnelInterface } = peer;
  if (guard?.devices !== undefined) return !ciliumUse(peer)(tunnelInterface);
  return guard?.actions.includes('Deny') === true;
}

function arrowsIf(condition: boolean, arrow: Arrow): Arrow[] {
  return condition ? [arrow] : [];
}

function meshBox(id: string, overlay: string | undefined): Box {
  return {
    id,
    kind: 'mesh',
    lines: ['NetBird mesh', ...(overlay === undefined ? [] : [overlay]), 'other peers'],
  };
}

function wireguard({ wireguardPort }: PeerPath): string {
  return wireguardPort === undefined ? 'WireGuard' : `WireGuard, UDP ${wireguardPort}`;
}

function tunnelLines(peer: PeerPath): string[] {
  const { tunnelInterface, registeredName, managementUrl } = peer;
  return [
    tunnelInterface,
    podNames(peer),
    ...(registeredName === undefined ? [] : [`in NetBird: ${registeredName.replace('$(POD_INDEX)', ordinals(peer))}`]),
    ...(managementUrl === undefined ? [] : [`managed by ${URL.parse(managementUrl)?.host || managementUrl}`]),
  ];
}

function podNames(peer: PeerPath): string {
  return peer.kind === 'StatefulSet' ? `${peer.name}-${ordinals(peer)}` : `${peer.kind} ${peer.name}`;
}

function ordinals({ replicas }: PeerPath): string {
  return replicas > 1 ? `0 … ${replicas - 1}` : '0';
}

function lanLines({ lanInterface, masquerades }: PeerPath): string[] {
  return [
    lanInterface ?? 'interface to the LAN',
    ...(masquerades ? ['masquerades: packets leave', 'with the address of the node'] : ['does not masquerade']),
  ];
}

function nodeLines({ kind, nodeSelector, replicas }: PeerPath): string[] {
  const { 'kubernetes.io/hostname': host, ...others } = nodeSelector;
  const labels = Object.entries(others).map(([label, value]) => `with ${label}=${value}`);
  if (host !== undefined) return [`Node ${host}`, ...labels];
  if (kind === 'DaemonSet') return ['Each node', ...labels];
  return replicas > 1 ? [`${replicas} nodes`, ...labels, 'one replica on each'] : ['One node', ...labels];
}

function guardLines({ guard }: PeerPath): string[] {
  const { devices, policies = 0, actions = [] } = guard ?? {};
  const rules = policies === 1 ? '1 admission policy' : `${policies} admission policies`;
  return [
    'Cilium',
    ...(devices === undefined ? [] : [`devices: ${devices.join(' ')}`]),
    ...(policies === 0 ? [] : [`${rules}: ${actions.length === 0 ? 'not bound' : actions.join(', ')}`]),
  ];
}

function suppliesOf(peer: PeerPath, number: number): { readonly box: Box; readonly label: string }[] {
  const { claimTemplate, setupKey } = peer;
  const secret = setupKey && {
    box: { id: `key${number}`, kind: 'secret', lines: ['setup key', ...arrowed(setupKey.steps)] } satisfies Box,
    label: setupKey.reads,
  };
  const identity = claimTemplate !== undefined && {
    box: {
      id: `identity${number}`,
      kind: 'volume',
      lines: ['identity', `${claimTemplate}-${podNames(peer)}`],
    } satisfies Box,
    label: 'WireGuard key',
  };
  return [...(secret ? [secret] : []), ...(identity ? [identity] : [])];
}

function arrowed(steps: readonly string[]): string[] {
  return steps.map((step, index) => (index === 0 ? step : `→ ${step}`));
}

function gatewayBox({ name, addresses }: Gateway, index: number): Box {
  return { id: `gateway${index + 1}`, kind: 'network', lines: [`Gateway ${name}`, ...addresses] };
}

function routesBox({ keeper, routes }: KeptRoutes, index: number): Box {
  const groups = new Set(routes.map(groupsOf));
  const shown = routes
    .slice(0, SHOWN_ROUTES)
    .flatMap((route) => [`${route.network} by ${route.target}`, ...(groups.size > 1 ? [groupsOf(route)] : [])]);
  const hidden = routes.length - SHOWN_ROUTES;
  return {
    id: `routes${index + 1}`,
    kind: 'routes',
    lines: [
      'routes in NetBird',
      ...shown,
      ...(hidden > 0 ? [`and ${hidden} more`] : []),
      ...(groups.size === 1 ? groups : []),
      ...(keeper === undefined ? [] : [`kept by ${keeper}`]),
    ].filter((line) => line !== ''),
  };
}

/** Empty where there are none. */
function groupsOf({ groups }: KeptRoute): string {
  if (groups.length === 0) return '';
  return `for the ${groups.length === 1 ? 'group' : 'groups'} ${groups.join(', ')}`;
}

const SHOWN_ROUTES = 4;

function isRouted({ networks }: PeerPath, { routes }: KeptRoutes): boolean {
  return routes.some(({ network }) => networks.includes(network));
}

function contains(network: string, address: string): boolean {
  try {
    return Cidr.parse(network).contains(Cidr.parse(`${address}/${address.includes(':') ? 128 : 32}`));
  } catch {
    // A hostname, or no address at all.
    return false;
  }
}
