import { describe, expect, test } from '@jest/globals';
import { App, Chart } from 'cdk8s';
import { NetbirdRoutingPeer, type NetbirdRoutingPeerProps } from '../../../lib/index.ts';
import { networkRoutes } from '../../support/network-routes.ts';
import { problemsFrom } from '../../support/refusals.ts';
import { designDocument } from '../../support/routing-peer.ts';

const problems = (props: Readonly<Record<string, unknown>>) => problemsFrom(() => networkRoutes(props));

/** Two peers in one site, on two nodes. */
function twoPeers(...props: readonly Partial<NetbirdRoutingPeerProps>[]): NetbirdRoutingPeer[] {
  const site = new App();
  return props.map(
    (own, index) =>
      new NetbirdRoutingPeer(new Chart(site, `netbird-${index}`), 'peer', {
        ...designDocument,
        hostname: `peer-${index}`,
        namespace: `netbird-${index}`,
        nodeSelector: { 'kubernetes.io/hostname': `worker-${index}` },
        ...own,
      }),
  );
}

test.each<[string, unknown, string]>([
  ['networks', '192.168.1.0/24', 'networks'],
  ['networks', [5], 'networks[0]'],
  ['groups', 'All', 'groups'],
  ['groups', [5], 'groups[0]'],
  ['groups', [' All'], 'groups[0]'],
  ['groups', ['a\nb'], 'groups[0]'],
  ['accessControlGroups', 'All', 'accessControlGroups'],
  ['accessControlGroups', [''], 'accessControlGroups[0]'],
  ['metrics', 100, 'metrics'],
  ['metrics', [], 'metrics'],
  ['metrics', ['100'], 'metrics[0]'],
  ['metrics', [1.5], 'metrics[0]'],
  ['metrics', [10_000], 'metrics[0]'],
  ['peerGroup', '', 'peerGroup'],
  ['masquerade', 'yes', 'masquerade'],
  ['description', 5, 'description'],
  ['description', 'two\nlines', 'description'],
  ['description', 'a'.repeat(161), 'description'],
  ['networkId', '', 'networkId'],
  ['networkId', ' lan', 'networkId'],
  ['networkId', 5, 'networkId'],
  ['networkId', 'a\u0007b', 'networkId'],
  ['owner', 5, 'owner'],
  ['owner', '', 'owner'],
  ['owner', null, 'owner'],
  ['image', 5, 'image'],
  ['image', `node:22@sha256:${'0'.repeat(64)}`, 'image'],
  ['name', 'Routes', 'name'],
  ['namespace', 'Routes', 'namespace'],
  ['namespace', 'default', 'namespace'],
  ['annotations', { 'example.org/team': 5 }, 'annotations'],
  ['caCertificate', { configMap: 'A', key: 'ca.crt' }, 'caCertificate.configMap'],
  ['caCertificate', { configMap: 'ca', key: 'a/b' }, 'caCertificate.key'],
])('%s: %j is refused', (prop, value, field) => {
  expect(problems({ [prop]: value }).map((problem) => problem.field)).toEqual([field]);
});

test.each<[string, unknown]>([
  ['accessControlGroups', []],
  ['accessControlGroups', ['LAN']],
  ['metrics', [1]],
  ['metrics', [9999]],
  ['description', ''],
  ['description', 'a'.repeat(160)],
  ['networkId', 'ü'.repeat(40)],
  ['owner', 'a'.repeat(63)],
  ['name', 'a'.repeat(40)],
])('%s: %j is accepted', (prop, value) => {
  expect(problems({ [prop]: value })).toEqual([]);
});

test('what is refused hides nothing that comes after it', () => {
  const fields = problems({ groups: [5, ''], masquerade: 1, metrics: [0], namespace: '' }).map(({ field }) => field);
  expect(fields.toSorted()).toEqual(['groups[0]', 'groups[1]', 'masquerade', 'metrics[0]', 'namespace']);
});

test('one prop for several peers', () => {
  const peers = twoPeers({}, {});
  expect(problems({ peers, metrics: [1] })).toMatchObject([
    {
      reason: 'There are 2 replicas, and each has one metric.',
      remedy: 'Write them in this order: peer-0, peer-1.',
    },
  ]);
  expect(problems({ peers, metrics: [1, 2] })).toEqual([]);
});

describe('networks', () => {
  const peers = twoPeers({ networks: ['192.168.1.0/24', '10.0.0.0/8'] }, { networks: ['192.168.1.0/24'] });

  test('may be any that some peer has', () => {
    expect(problems({ peers, networks: ['10.0.0.0/8'] })).toEqual([]);
  });

  test('are named where there are several to choose from', () => {
    expect(problems({ peers, networks: ['172.16.0.0/12'] })).toMatchObject([
      { field: 'networks[0]', reason: 'No peer has it behind it; they have 192.168.1.0/24, 10.0.0.0/8.' },
    ]);
  });

  test('of a group are those of each of its peers', () => {
    expect(problems({ peers, peerGroup: 'routing-peers' })).toEqual([
      {
        path: 'netbird-routes/routes',
        field: 'peerGroup',
        value: '"routing-peers"',
        reason: 'The peers have different networks behind them, and every peer of a group gets all of its routes.',
        remedy: 'Make a NetbirdNetworkRoutes for each, with a group and an owner of its own.',
      },
    ]);
    const [one, other] = [
      ['192.168.1.0/24', '10.0.0.0/8'],
      ['10.0.0.0/8', '192.168.1.0/24'],
    ].map((networks) => ({ networks }));
    expect(problems({ peers: twoPeers({ ...one }, { ...other }), peerGroup: 'routing-peers' })).toEqual([]);
  });
});

test('the peers of a group hide the sources only when all of them do', () => {
  const masqueradeOf = (...peers: NetbirdRoutingPeer[]) =>
    JSON.parse(networkRoutes({ peers, peerGroup: 'peers' }).routes.toJson().data['routes.json']).routes.map(
      ({ masquerade }: { masquerade: boolean }) => masquerade,
    );
  expect(masqueradeOf(...twoPeers({}, {}))).toEqual([true]);
  expect(masqueradeOf(...twoPeers({}, { masquerade: false }))).toEqual([false]);
});
