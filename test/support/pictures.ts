import { App, Chart } from 'cdk8s';
import {
  CiliumDeviceGuard,
  type CiliumDeviceGuardProps,
  type Cluster,
  NetbirdRoutingPeer,
  type NetbirdRoutingPeerProps,
} from '../../lib/index.ts';
import type { KubernetesObject } from '../../lib/output/manifest.ts';
import { designDocument } from './routing-peer.ts';

/** The objects of a chart with the routing peer of the design document, some props otherwise. */
export function objectsOfPeer(props: Partial<NetbirdRoutingPeerProps> = {}, scope: App | Cluster = new App()) {
  const chart = new Chart(scope, 'netbird');
  new NetbirdRoutingPeer(chart, 'peer', { ...designDocument, ...props });
  return chart.toJson() as KubernetesObject[];
}

/** The objects of a guard for the node of that peer. */
export function objectsOfGuard(props: Partial<CiliumDeviceGuardProps> = {}) {
  const chart = new Chart(new App(), 'guard');
  const nodeSelector = designDocument.nodeSelector ?? {};
  new CiliumDeviceGuard(chart, 'guard', { devices: ['eth0'], forbid: ['wt0'], nodeSelector, ...props });
  return chart.toJson() as KubernetesObject[];
}
