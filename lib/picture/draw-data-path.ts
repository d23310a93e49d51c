import { Cidr } from '../network/cidr.ts';
import type { DataPath, PeerPath } from './data-path.ts';
import type { Arrow, Box, Diagram, Group } from './diagram.ts';
import type { Gateway } from './gateways.ts';
import type { KeptRoutes } from './kept-routes.ts';

/**
 * Makes boxes and arrows of a data path: each mesh range and each network once, a group for the node of each peer.
 *
 * @param cluster the name of the cluster, for the title; undefined where a site names none
 */
export function drawDataPath({ peers, gateways, routes }: DataPath, cluster?: string): Diagram {
  const overlays = [...new Set(peers.map(({ overlay }) => overlay))];
  const networks = [...new Set(peers.flatMap((peer) => peer.networks))];
  const meshId = (overlay: string | undefined) => `mesh${overlays.indexOf(overlay) + 1}`;
  const networkId = (network: string) => `network${networks.indexOf(network) + 1}`;
  const parts = peers.map((peer, index) => {
    const drawn = drawPeer(peer, index + 1);
    const tunnel: Arrow = { from: meshId(peer.overlay), to: drawn.tunnel, kind: 'tunnel', label: wireguard(peer) };
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
          .filter((overlay) => peers.some((peer) => peer.overlay === overlay && isRouted(peer, kept)))
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
  const isPinned = peer.lanInterface !== undefined && peer.guard?.devices?.includes(peer.lanInterface) === true;
  return {
    node: {
      id: `node${number}`,
      title: nodeTitle(peer),
      boxes: [tunnel, ...(isGuarded ? [guard] : []), ...(isForwarding ? [lan] : [])],
    },
    supplies: supplies.map(({ box }) => box),
    arrows: [
      ...supplies.map(({ box, label }): Arrow => ({ from: box.id, to: tunnel.id, kind: 'supply', label })),
      ...arrowsIf(isForwarding, { from: tunnel.id, to: lan.id, kind: 'forward', label: 'forwarded' }),
      ...arrowsIf(isGuarded, { from: tunnel.id, to: guard.id, kind: 'keep-out', label: 'kept out of' }),
      ...arrowsIf(isPinned && isForwarding, { from: guard.id, to: lan.id, kind: 'pin', label: 'uses' }),
    ],
    tunnel: tunnel.id,
    lan: lan.id,
  };
}

function arrowsIf(condition: boolean, arrow: Arrow): Arrow[] {
  return condition ? [arrow] : [];
}

function meshBox(id: string, overlay: string | undefined): Box {
  return {
    id,
    kind: 'mesh',
    lines: ['NetBird mesh', ...(overlay === undefined ? [] : [overlay]), 'the VPS and other peers'],
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

function nodeTitle({ nodeSelector, replicas }: PeerPath): string {
  const { 'kubernetes.io/hostname': host, ...others } = nodeSelector;
  const labels = Object.entries(others).map(([label, value]) => `${label}=${value}`);
  const described = labels.length === 0 ? '' : ` with ${labels.join(', ')}`;
  if (host !== undefined) return `Node ${host}${described}`;
  return replicas > 1 ? `${replicas} nodes${described}, one replica on each` : `One node${described}`;
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
  const shown = routes.slice(0, SHOWN_ROUTES).map(({ network, target }) => `${network} by ${target}`);
  const hidden = routes.length - shown.length;
  const groups = [...new Set(routes.flatMap((route) => route.groups))];
  return {
    id: `routes${index + 1}`,
    kind: 'routes',
    lines: [
      'routes in NetBird',
      ...shown,
      ...(hidden > 0 ? [`and ${hidden} more`] : []),
      ...(groups.length === 0 ? [] : [`for the ${groups.length === 1 ? 'group' : 'groups'} ${groups.join(', ')}`]),
      ...(keeper === undefined ? [] : [`kept by ${keeper}`]),
    ],
  };
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
