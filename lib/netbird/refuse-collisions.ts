import type { IConstruct } from 'constructs';
import { excludeEachOther, type LabelMap } from '../network/label-map.ts';
import { apiServerOf } from '../output/api-server.ts';
import { type Made, MadeBefore } from '../output/made-before.ts';
import type { PropsReview } from '../refusal/props-review.ts';
import { peerLabels } from './peer-labels.ts';
import type { RoutingPeerSettings } from './routing-peer-settings.ts';

const peers = new MadeBefore<RoutingPeerSettings>();

/**
 * Refuses a peer that would get in the way of one that the same site made before. Peers that are refused for other
 * reasons are left out: stand-ins would collide with stand-ins.
 */
export function refuseCollisions(construct: IConstruct, settings: RoutingPeerSettings, review: PropsReview): void {
  if (review.hasProblems) return;
  const { made, others } = peers.remember(construct, settings);
  for (const other of others) {
    for (const { field, value, reason, remedy } of collisions(made, other)) {
      review.refuse(field, { value, reason: `${reason} ${other.path}.`, remedy });
    }
  }
  const { sharedNamespace } = settings;
  if (sharedNamespace !== undefined && apiServerOf(sharedNamespace) !== made.server) {
    review.refuse('namespace', {
      value: sharedNamespace.node.path,
      reason: 'That namespace is in another cluster.',
      remedy: 'Write the name of a namespace in this one.',
    });
  }
}

interface Collision {
  readonly field: string;
  readonly value: unknown;
  /** Up to the path of the other peer. */
  readonly reason: string;
  readonly remedy: string;
}

function collisions(own: Made<RoutingPeerSettings>, other: Made<RoutingPeerSettings>): Collision[] {
  const inNetbird = sameNames(own.what, other.what);
  if (own.server !== other.server) return inNetbird;
  return [...inNetbird, ...inNamespace(own.what, other.what), ...onNode(own.what, other.what)];
}

/** Whoever looks for a peer in NetBird, looks for its name. */
function sameNames(own: RoutingPeerSettings, other: RoutingPeerSettings): Collision[] {
  if (own.managementUrl !== other.managementUrl) return [];
  return own.replicas.registeredNames
    .filter((name) => other.replicas.registeredNames.includes(name))
    .map((name) => ({
      field: 'hostname',
      value: name,
      reason: 'In NetBird this is the name of',
      remedy: 'Give each peer a name of its own.',
    }));
}

function inNamespace(own: RoutingPeerSettings, other: RoutingPeerSettings): Collision[] {
  if (own.namespace !== other.namespace) return [];
  const found: Collision[] = [];
  if (own.sharedNamespace === undefined && other.sharedNamespace === undefined) {
    found.push({
      field: 'namespace',
      value: own.namespace,
      reason: 'This namespace is made by',
      remedy: 'Pass that one on, as namespace: first.namespace, or write another name.',
    });
  }
  if (own.peerName === other.peerName) {
    found.push({
      field: 'name',
      value: own.peerName.replace(/-peer$/, ''),
      reason: 'In the same namespace, this name would make the objects of',
      remedy: 'Write another name.',
    });
    return found;
  }
  const [mine, theirs] = [own.immutableFields, other.immutableFields];
  if (mine.serviceName === theirs.serviceName) {
    found.push({
      field: 'immutableFields.serviceName',
      value: mine.serviceName,
      reason: 'In the same namespace, this is the Service of',
      remedy: 'Write another name, or leave it out.',
    });
  }
  if (selects(mine.selector, other) || selects(theirs.selector, own)) {
    found.push({
      field: 'immutableFields.selector',
      value: mine.selector,
      reason: 'Of the selectors of two peers, one selects the pods of both: this one or that of',
      remedy: 'Select by a label that only these pods have, or leave it out.',
    });
  }
  return found;
}

function selects(selector: LabelMap, { peerName, immutableFields }: RoutingPeerSettings): boolean {
  const labels: LabelMap = { ...peerLabels(peerName), ...immutableFields.selector };
  return Object.entries(selector).every(([label, value]) => labels[label] === value);
}

/** Both share the network of their node. */
function onNode(own: RoutingPeerSettings, other: RoutingPeerSettings): Collision[] {
  if (excludeEachOther(own.nodeSelector, other.nodeSelector)) return [];
  const remedy = 'Write another one, or node selectors that no node meets both of.';
  const found: Collision[] = [];
  if (own.interfaceName === other.interfaceName) {
    const reason = 'On one node, this is the tunnel interface of';
    found.push({ field: 'interfaceName', value: own.interfaceName, reason, remedy });
  }
  if (own.wireguardPort === other.wireguardPort) {
    const reason = 'On one node, this is the port of';
    found.push({ field: 'wireguardPort', value: own.wireguardPort, reason, remedy });
  }
  return found;
}
