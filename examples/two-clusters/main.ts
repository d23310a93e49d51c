import { Chart } from 'cdk8s';
import { ArgoDelivery, CiliumDeviceGuard, Cluster, NetbirdRoutingPeer, SetupKey, synthesize } from '../../lib/index.ts';

// renovate: datasource=docker depName=netbirdio/netbird
const netbirdVersion = '0.66.2';

synthesize((site) => {
  const west = peerAndGuard(new Cluster(site, 'west'), 'west-routing-peer', '192.168.1.0/24');
  const east = peerAndGuard(
    new Cluster(site, 'east', { server: 'https://east.example.org:6443' }), // as Argo CD knows it
    'east-routing-peer',
    '192.168.2.0/24',
  );

  new ArgoDelivery(new Chart(site, 'argocd'), 'delivery', {
    repository: 'https://git.example.org/homelab/clusters.git',
    charts: [...west, ...east],
  });
});

/** The two charts of one cluster. */
function peerAndGuard(cluster: Cluster, hostname: string, network: string): Chart[] {
  const netbird = new Chart(cluster, 'netbird');
  const peer = new NetbirdRoutingPeer(netbird, 'routing-peer', {
    version: netbirdVersion,
    managementUrl: 'https://netbird.example.org', // of both
    hostname,
    setupKey: SetupKey.fromSecret({ name: 'netbird-setup-key', key: 'NETBIRD_SETUP_KEY' }), // made by Sealed Secrets
    overlay: '100.109.0.0/16',
    networks: [network],
    nodeSelector: { 'example.org/routing-peer': 'true' },
  });

  const guard = new Chart(cluster, 'cilium-device-guard');
  new CiliumDeviceGuard(guard, 'device-guard', {
    ciliumVersion: '1.18',
    devices: ['eth0'],
    forbid: [peer.interfaceName],
    nodeSelector: peer.nodeSelector,
  });
  return [netbird, guard];
}
