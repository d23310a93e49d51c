import { expect, test } from '@jest/globals';
import { Chart } from 'cdk8s';
import { CiliumDeviceGuard, type CiliumDeviceGuardProps, Cluster, NetbirdRoutingPeer } from '../../lib/index.ts';
import { render } from '../../lib/synth/render.ts';
import { designDocument } from '../support/routing-peer.ts';

const host = { 'kubernetes.io/hostname': 'k8s-worker1' };
const guardOfPeer = { devices: ['eth0'], forbid: ['wt0'], nodeSelector: host };

/** The warnings of a site with the peer, on two labels, and with such a guard, in its cluster or in another. */
function warningsWith(guard?: CiliumDeviceGuardProps, isSameCluster = true) {
  const { warnings } = render((site) => {
    const west = new Cluster(site, 'west');
    const east = new Cluster(site, 'east', { server: 'https://east.example.org' });
    const nodeSelector = { ...host, role: 'router' };
    new NetbirdRoutingPeer(new Chart(west, 'netbird'), 'peer', { ...designDocument, nodeSelector });
    const chart = new Chart(isSameCluster ? west : east, 'guard');
    if (guard !== undefined) new CiliumDeviceGuard(chart, 'guard', guard);
  });
  return warnings;
}

const unguarded = {
  path: 'west/netbird/peer',
  field: 'interfaceName',
  value: '"wt0"',
  reason:
    'No CiliumDeviceGuard of its cluster forbids it on all nodes of the peer: should Cilium select it, public services answer 504 while the tunnel is up.',
  remedy:
    'Make one that forbids it, with the nodeSelector of the peer. If the cluster does not run Cilium, it needs none.',
};

test.each<[string, CiliumDeviceGuardProps | undefined, boolean]>([
  ['without a guard', undefined, true],
  ['with a guard of another cluster', guardOfPeer, false],
  ['with a guard of another interface', { ...guardOfPeer, forbid: ['wt1'] }, true],
  ['with a guard of some of its nodes', { ...guardOfPeer, nodeSelector: { ...host, zone: 'a' } }, true],
  ['with a guard of other nodes', { ...guardOfPeer, nodeSelector: { role: 'worker' } }, true],
])('%s, the synth warns of the peer', (_, guard, isSameCluster) => {
  expect(warningsWith(guard, isSameCluster)).toEqual([unguarded]);
});

test.each<[string, CiliumDeviceGuardProps]>([
  ['a guard of its nodes, and of others', guardOfPeer],
  ['one of several interfaces', { ...guardOfPeer, forbid: ['wt1', 'wt0'] }],
  [
    'Helm values, which reach all nodes',
    { ...guardOfPeer, nodeSelector: { role: 'worker' }, enforcement: 'helm-values' },
  ],
])('with %s it does not', (_, guard) => {
  expect(warningsWith(guard)).toEqual([]);
});
