import { Chart } from 'cdk8s';
import {
  AccessToken,
  ArgoDelivery,
  CiliumDeviceGuard,
  NetbirdNetworkRoutes,
  NetbirdRoutingPeer,
  SetupKey,
  synthesize,
} from './lib/index.ts';

// renovate: datasource=docker depName=netbirdio/netbird
const netbirdVersion = '0.66.2';

const openBao = 'http://openbao.openbao.svc.cluster.local:8200';

synthesize((site) => {
  const netbird = new Chart(site, 'netbird');
  const peer = new NetbirdRoutingPeer(netbird, 'routing-peer', {
    version: netbirdVersion, // that of the management server
    managementUrl: 'https://netbird.madhan.app',
    hostname: 'k8s-routing-peer', // its name in NetBird
    setupKey: SetupKey.fromOpenBao({
      address: openBao,
      role: 'netbird',
      path: 'secret/data/netbird',
      key: 'NETBIRD_SETUP_KEY',
    }),
    overlay: '100.109.0.0/16', // the account's mesh range
    networks: ['192.168.1.0/24'], // the LAN behind the node
    nodeSelector: { 'kubernetes.io/hostname': 'k8s-worker1' },
  });

  const guard = new Chart(site, 'cilium-device-guard');
  new CiliumDeviceGuard(guard, 'device-guard', {
    ciliumVersion: '1.16',
    devices: ['eth0'],
    forbid: [peer.interfaceName], // wt0
    nodeSelector: peer.nodeSelector,
  });

  const routes = new Chart(site, 'netbird-routes');
  new NetbirdNetworkRoutes(routes, 'routes', {
    peers: [peer],
    accessToken: AccessToken.fromOpenBao({
      address: openBao,
      role: 'netbird-routes',
      path: 'secret/data/netbird-routes',
      key: 'NETBIRD_API_TOKEN',
    }),
  });

  const argocd = new Chart(site, 'argocd');
  new ArgoDelivery(argocd, 'delivery', {
    repository: 'https://git.example.org/homelab/cluster.git', // where this folder's dist/ is pushed to
    charts: [netbird, guard, routes],
  });
});
