import { createHash } from 'node:crypto';
import { Cidr } from '../../network/cidr.ts';
import { InvalidValue } from '../../refusal/invalid-value.ts';
import { parseBoolean } from '../../refusal/parse-boolean.ts';
import type { PropsReview } from '../../refusal/props-review.ts';
import type { DesiredRoute, DesiredRoutes } from '../management/desired-routes.ts';
import { parseManagementUrl } from '../management/management-url.ts';
import { NetbirdRoutingPeer } from '../netbird-routing-peer.ts';
import type { NetbirdNetworkRoutesProps } from './netbird-network-routes-props.ts';

type RouteProps = Pick<
  NetbirdNetworkRoutesProps,
  | 'peers'
  | 'networks'
  | 'groups'
  | 'accessControlGroups'
  | 'metrics'
  | 'peerGroup'
  | 'masquerade'
  | 'description'
  | 'networkId'
  | 'owner'
>;

/** Checks which routes a site wants, and of which peers. */
export function reviewRoutes(
  props: RouteProps,
  review: PropsReview,
): { readonly desired: DesiredRoutes; readonly overlays: readonly Cidr[] } {
  const { groups = ['All'], accessControlGroups = [], description = 'Routing peer in Kubernetes' } = props;
  const peers = reviewPeers(props.peers, review);
  const behind = uniqueCidrs(peers.flatMap((peer) => peer.networks));
  const owner = review.parse('owner', props.owner === undefined ? nameOf(peers) : props.owner, parseOwner, 'owner');
  const common: CommonValues = {
    owner,
    networkId: review.parseOptional('networkId', props.networkId, parseNetworkId),
    networks: props.networks === undefined ? behind : reviewNetworks(props.networks, behind, review),
    groups: reviewGroups('groups', groups, review),
    accessControlGroups:
      Array.isArray(accessControlGroups) && accessControlGroups.length === 0
        ? []
        : reviewGroups('accessControlGroups', accessControlGroups, review),
    masquerade: review.parseOptional('masquerade', props.masquerade, parseBoolean),
    description: review.parse('description', description, parseDescription, ''),
  };
  const peerGroup = review.parseOptional('peerGroup', props.peerGroup, parseName);
  const metrics = reviewMetrics(props, peers, review);
  const routes =
    props.peerGroup === undefined
      ? routesByPeer(peers, metrics, common)
      : routesByGroup(peerGroup ?? '', peers, metrics, common, review);
  return {
    desired: { managementUrl: peers[0]?.managementUrl ?? '', owner, routes },
    overlays: uniqueCidrs(peers.map(({ overlay }) => overlay)),
  };
}

/** Without peers, which is refused anyway, any will do. */
function nameOf(peers: readonly NetbirdRoutingPeer[]): string {
  return peers[0]?.registeredNames[0] ?? 'owner';
}

/** What all routes have in common. */
interface CommonValues {
  readonly owner: string;
  readonly networkId: string | undefined;
  readonly networks: readonly Cidr[];
  readonly groups: readonly string[];
  readonly accessControlGroups: readonly string[];
  readonly masquerade: boolean | undefined;
  readonly description: string;
}

function routesByPeer(
  peers: readonly NetbirdRoutingPeer[],
  metrics: readonly number[],
  common: CommonValues,
): DesiredRoute[] {
  const replicas = peers.flatMap((peer) => peer.registeredNames.map((name) => ({ peer, name })));
  return replicas.flatMap(({ peer, name }, index) =>
    common.networks
      .filter((network) => peer.networks.includes(network.toString()))
      .map((network) => ({
        ...routeTo(network, common, peer.masquerade),
        metric: metrics[index] ?? DEFAULT_METRIC,
        peer: name,
      })),
  );
}

function routesByGroup(
  peerGroup: string,
  peers: readonly NetbirdRoutingPeer[],
  metrics: readonly number[],
  common: CommonValues,
  review: PropsReview,
): DesiredRoute[] {
  if (new Set(peers.map((peer) => [...peer.networks].sort().join())).size > 1) {
    review.refuse('peerGroup', {
      value: peerGroup,
      reason: 'The peers have different networks behind them, and every peer of a group gets all of its routes.',
      remedy: 'Make a NetbirdNetworkRoutes for each, with a group and an owner of its own.',
    });
  }
  const masquerade = peers.every((peer) => peer.masquerade);
  return common.networks.map((network) => ({
    ...routeTo(network, common, masquerade),
    metric: metrics[0] ?? DEFAULT_METRIC,
    peerGroup,
  }));
}

/** As NetBird's UI has it. */
const DEFAULT_METRIC = 9999;

function routeTo(network: Cidr, common: CommonValues, masqueradeOfPeer: boolean) {
  const { owner, networkId = derivedNetworkId(owner, network), groups, accessControlGroups, description } = common;
  const masquerade = common.masquerade ?? masqueradeOfPeer;
  return { networkId, network: network.toString(), description, groups, accessControlGroups, masquerade };
}

const LONGEST_NETWORK_ID = 40;

/** Where it would be too long, a hash of the whole makes up for what is cut off. */
function derivedNetworkId(owner: string, network: Cidr): string {
  const suffix = `-${network.toString().replace('/', '-')}`;
  const room = LONGEST_NETWORK_ID - suffix.length;
  if (owner.length <= room) return `${owner}${suffix}`;
  const hash = createHash('sha256').update(owner).digest('hex').slice(0, 6);
  return `${owner.slice(0, room - hash.length - 1)}-${hash}${suffix}`;
}

function reviewPeers(peers: unknown, review: PropsReview): NetbirdRoutingPeer[] {
  const checked = review.parseList('peers', peers, parseRoutingPeer, '[peer]').filter((peer) => peer !== undefined);
  const [first] = checked;
  for (const [index, peer] of checked.entries()) {
    if (checked.indexOf(peer) < index) {
      review.refuse(`peers[${index}]`, {
        value: peer.node.path,
        reason: 'It stands in the list twice.',
        remedy: 'Take one out.',
      });
    }
    review.tryParse(`peers[${index}].managementUrl`, peer.managementUrl, parseManagementUrl);
    if (peer.managementUrl === first?.managementUrl) continue;
    review.refuse(`peers[${index}]`, {
      value: peer.node.path,
      reason: `Its management server is ${peer.managementUrl}, that of the first peer ${first?.managementUrl}.`,
      remedy: 'Make a NetbirdNetworkRoutes for each management server.',
    });
  }
  return checked;
}

function parseRoutingPeer(value: unknown): NetbirdRoutingPeer {
  if (value instanceof NetbirdRoutingPeer) return value;
  throw new InvalidValue('It is not a NetbirdRoutingPeer.', 'Write the peers that main.ts makes, for example [peer].', {
    mayShowValue: false,
  });
}

function parseOwner(value: unknown): string {
  if (typeof value !== 'string' || !/^[\w.-]{1,63}$/.test(value)) {
    throw new InvalidValue(
      'The mark in the routes has up to 63 letters, digits, "-", "_" and ".".',
      'Write an owner of that form, for example "k8s-routing-peer".',
    );
  }
  return value;
}

function reviewNetworks(networks: unknown, behind: readonly Cidr[], review: PropsReview): Cidr[] {
  const checked = review.parseList('networks', networks, Cidr.parse, '["192.168.1.0/24"]');
  return checked.filter((network, index): network is Cidr => {
    if (network === undefined) return false;
    if (behind.length === 0 || behind.some((one) => one.toString() === network.toString())) return true;
    review.refuse(`networks[${index}]`, {
      value: network.toString(),
      reason: `No peer has it behind it; they have ${behind.join(', ')}.`,
      remedy: 'Write one of these, or add it to the networks of the peer.',
    });
    return false;
  });
}

function uniqueCidrs(networks: readonly string[]): Cidr[] {
  return [...new Set(networks)].map((network) => Cidr.parse(network));
}

function reviewGroups(field: string, groups: unknown, review: PropsReview): string[] {
  const checked = review.parseList(field, groups, parseName, '["All"]');
  return [...new Set(checked.filter((group) => group !== undefined))];
}

/** As NetBird's UI shows it. */
function parseName(value: unknown): string {
  if (!isOneLine(value) || value === '' || value !== value.trim()) {
    throw new InvalidValue('It is not the name of a group.', 'Write it as NetBird shows it, for example "All".');
  }
  return value;
}

function reviewMetrics(
  { metrics, peerGroup }: RouteProps,
  peers: readonly NetbirdRoutingPeer[],
  review: PropsReview,
): number[] {
  if (metrics === undefined) return [];
  const checked = review.parseList('metrics', metrics, parseMetric, '[100, 200]');
  const replicas = peers.flatMap((peer) => peer.registeredNames);
  if (peerGroup !== undefined && checked.length > 1) {
    review.refuse('metrics', {
      value: metrics,
      reason: 'The peers of a group have one route, and so one metric.',
      remedy: 'Write one, or take out peerGroup.',
    });
  }
  if (checked.length > 0 && peerGroup === undefined && peers.length > 0 && checked.length !== replicas.length) {
    review.refuse('metrics', {
      value: metrics,
      reason: `There ${replicas.length === 1 ? 'is 1 replica' : `are ${replicas.length} replicas`}, and each has one metric.`,
      remedy: `Write them in this order: ${replicas.join(', ')}.`,
    });
  }
  return checked.filter((metric) => metric !== undefined);
}

function parseMetric(value: unknown): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > 9999) {
    throw new InvalidValue('A metric is a whole number from 1 to 9999.', 'Write, for example, 100.');
  }
  return value;
}

function parseNetworkId(value: unknown): string {
  if (!isOneLine(value) || value.trim() !== value || value === '' || [...value].length > LONGEST_NETWORK_ID) {
    throw new InvalidValue('A network id has 1 to 40 characters, in one line.', 'Write, for example, "homelab-lan".');
  }
  return value;
}

function parseDescription(value: unknown): string {
  if (!isOneLine(value) || value.includes('[cdk8s-netbird:') || value.length > 160) {
    throw new InvalidValue(
      'A description is one line of up to 160 characters, without the mark, which is put behind it.',
      'Write, for example, "LAN of the homelab".',
    );
  }
  return value;
}

function isOneLine(value: unknown): value is string {
  return typeof value === 'string' && !/\p{Cc}/u.test(value);
}
