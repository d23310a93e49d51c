import { Chart } from 'cdk8s';
import {
  AccessToken,
  ArgoDelivery,
  CiliumDeviceGuard,
  NetbirdNetworkRoutes,
  NetbirdRoutingPeer,
  SetupKey,
  synthesize,
} from '../../lib/index.ts';

// renovate: datasource=docker depName=netbirdio/netbird
const netbirdVersion = '0.66.2';

synthesize((site) => {
  const netbird = new Chart(site, 'netbird');
  const peer = new NetbirdRoutingPeer(netbird, 'routing-peer', {
    version: netbirdVersion,
    managementUrl: 'https://netbird.example.org',
    hostname: 'k8s-routing-peer', // and the ordinal behind it
    replicas: 2,
    spreadOverZones: true,
    setupKey: SetupKey.fromOpenBao({
      address: 'https://openbao.example.org',
      role: 'netbird',
      path: 'secret/data/netbird',
      key: 'NETBIRD_SETUP_KEY', // of a key that may be used twice
    }),
    overlay: '100.109.0.0/16',
    networks: ['192.168.1.0/24'],
    nodeSelector: { 'example.org/routing-peer': 'true' }, // a label of at least two nodes
    immutableFields: { podManagementPolicy: 'OrderedReady' },
  });

  const guard = new Chart(site, 'cilium-device-guard');
  new CiliumDeviceGuard(guard, 'device-guard', {
    ciliumVersion: '1.18',
    devices: ['eth0'],
    forbid: [peer.interfaceName],
    nodeSelector: peer.nodeSelector,
  });

  const routes = new Chart(site, 'netbird-routes');
  new NetbirdNetworkRoutes(routes, 'routes', {
    peers: [peer],
    metrics: [100, 200], // ordinal 0 routes; where it is away, ordinal 1 does
    accessToken: AccessToken.fromOpenBao({
      address: 'https://openbao.example.org',
      role: 'netbird-routes',
      path: 'secret/data/netbird-routes',
      key: 'NETBIRD_API_TOKEN',
    }),
  });

  const argocd = new Chart(site, 'argocd');
  new ArgoDelivery(argocd, 'delivery', {
    repository: 'https://git.example.org/homelab/cluster.git',
    charts: [netbird, guard, routes],
  });
});
