import { Chart } from 'cdk8s';
import { ArgoDelivery, CiliumDeviceGuard, NetbirdRoutingPeer, SetupKey, synthesize } from '../lib/index.ts';

// A fleet: as many peers as the first argument says, each with its guard in a chart of its own.
const peers = Number(process.argv[2]);

synthesize((site) => {
  const charts = Array.from({ length: peers }, (_, index) => {
    const name = `site-${index}`;
    const chart = new Chart(site, name);
    const peer = new NetbirdRoutingPeer(chart, 'routing-peer', {
      version: '0.66.2',
      managementUrl: 'https://netbird.example.org',
      hostname: name,
      setupKey: SetupKey.fromOpenBao({
        address: 'https://openbao.example.org',
        role: name,
        path: `secret/data/${name}`,
        key: 'NETBIRD_SETUP_KEY',
      }),
      overlay: '100.109.0.0/16',
      networks: [`10.${index >> 8}.${index & 255}.0/24`],
      name,
      namespace: name,
      nodeSelector: { 'kubernetes.io/hostname': name },
    });
    new CiliumDeviceGuard(chart, 'device-guard', {
      name,
      admission: 'none', // policies are for a cluster, not for a peer
      devices: ['eth0'],
      forbid: [peer.interfaceName],
      nodeSelector: peer.nodeSelector,
    });
    return chart;
  });
  new ArgoDelivery(new Chart(site, 'argocd'), 'delivery', { repository: 'https://git.example.org/fleet.git', charts });
});

process.on('exit', () => console.log(`peak ${process.resourceUsage().maxRSS} KiB`));
