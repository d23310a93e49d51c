import { Chart } from 'cdk8s';
import { ArgoDelivery, CiliumDeviceGuard, NetbirdRoutingPeer, SetupKey, synthesize } from '../../lib/index.ts';

// renovate: datasource=docker depName=netbirdio/netbird
const netbirdVersion = '0.66.2';

synthesize((site) => {
  const netbird = new Chart(site, 'netbird');
  const peer = new NetbirdRoutingPeer(netbird, 'routing-peer', {
    version: netbirdVersion,
    managementUrl: 'https://netbird.example.org',
    hostname: 'k8s-routing-peer',
    setupKey: SetupKey.fromExternalSecret({
      store: { address: 'https://openbao.example.org', role: 'netbird', mount: 'kv' }, // needed once
      path: 'netbird',
      key: 'NETBIRD_SETUP_KEY',
    }),
    overlay: '100.109.0.0/16',
    networks: ['192.168.1.0/24', '10.20.0.0/16'],
    nodeSelector: { 'kubernetes.io/hostname': 'k8s-worker1' },
  });

  const guard = new Chart(site, 'cilium-device-guard');
  new CiliumDeviceGuard(guard, 'device-guard', {
    ciliumVersion: '1.18',
    devices: ['eth0'],
    forbid: [peer.interfaceName],
    nodeSelector: peer.nodeSelector,
  });

  const argocd = new Chart(site, 'argocd');
  new ArgoDelivery(argocd, 'delivery', {
    repository: 'https://git.example.org/homelab/cluster.git',
    charts: [netbird, guard],
  });
});
