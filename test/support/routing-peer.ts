import { App, Chart } from 'cdk8s';
import {
  NetbirdRoutingPeer,
  type NetbirdRoutingPeerProps,
  type Problem,
  RefusedError,
  SetupKey,
} from '../../lib/index.ts';

/** The routing peer of the design document. */
export const designDocument: NetbirdRoutingPeerProps = {
  version: '0.66.2',
  managementUrl: 'https://netbird.madhan.app',
  hostname: 'k8s-routing-peer',
  setupKey: SetupKey.fromOpenBao({
    address: 'http://openbao.openbao.svc.cluster.local:8200',
    role: 'netbird',
    path: 'secret/data/netbird',
    key: 'NETBIRD_SETUP_KEY',
  }),
  overlay: '100.109.0.0/16',
  networks: ['192.168.1.0/24'],
  nodeSelector: { 'kubernetes.io/hostname': 'k8s-worker1' },
};

/** That peer, with some props otherwise. */
export function routingPeer(props: Partial<NetbirdRoutingPeerProps> = {}): NetbirdRoutingPeer {
  return new NetbirdRoutingPeer(new Chart(new App(), 'netbird'), 'routing-peer', { ...designDocument, ...props });
}

/** What the peer refuses, for props that TypeScript would not let pass. */
export function problemsOf(props: Readonly<Record<string, unknown>>): readonly Problem[] {
  try {
    routingPeer(props as Partial<NetbirdRoutingPeerProps>);
    return [];
  } catch (error) {
    if (error instanceof RefusedError) return error.problems;
    throw error;
  }
}
