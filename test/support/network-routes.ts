import { App, Chart } from 'cdk8s';
import {
  AccessToken,
  NetbirdNetworkRoutes,
  type NetbirdNetworkRoutesProps,
  type NetbirdRoutingPeerProps,
} from '../../lib/index.ts';
import { NetbirdRoutingPeer } from '../../lib/netbird/netbird-routing-peer.ts';
import type { KubernetesObject } from '../../lib/output/manifest.ts';
import { designDocument } from './routing-peer.ts';

/** A token in OpenBao, as the site of this repository has it. */
export const accessToken = AccessToken.fromOpenBao({
  address: 'http://openbao.openbao.svc.cluster.local:8200',
  role: 'netbird-routes',
  path: 'secret/data/netbird-routes',
  key: 'NETBIRD_API_TOKEN',
});

/** A peer of a new site, with some props otherwise than in the design document. */
export function peerWith(props: Partial<NetbirdRoutingPeerProps> = {}): NetbirdRoutingPeer {
  return new NetbirdRoutingPeer(new Chart(new App(), 'netbird'), 'routing-peer', { ...designDocument, ...props });
}

/** The routes of one peer, or of those in `props`. */
export function networkRoutes(
  props: Partial<NetbirdNetworkRoutesProps> = {},
  peer: Partial<NetbirdRoutingPeerProps> = {},
): NetbirdNetworkRoutes {
  const site = new App();
  const peers = props.peers ?? [
    new NetbirdRoutingPeer(new Chart(site, 'netbird'), 'routing-peer', { ...designDocument, ...peer }),
  ];
  return new NetbirdNetworkRoutes(new Chart(site, 'netbird-routes'), 'routes', { accessToken, ...props, peers });
}

/** What it renders, in the order in which it is made. */
export function objectsOf(routes: NetbirdNetworkRoutes): KubernetesObject[] {
  return Chart.of(routes).toJson();
}
