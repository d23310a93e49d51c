import { expect, test } from '@jest/globals';
import { App, Chart } from 'cdk8s';
import fc from 'fast-check';
import { Cluster, NetbirdRoutingPeer, type NetbirdRoutingPeerProps, RefusedError } from '../../lib/index.ts';
import { problemsFrom } from '../support/refusals.ts';
import { designDocument } from '../support/routing-peer.ts';

type Props = Partial<NetbirdRoutingPeerProps>;

/** What a second peer is refused for, beside the first in one cluster or in two. */
function collisions(second: Props, first: Props = {}, isSameCluster = true): string[] {
  const site = new App();
  const [west, east] = [new Cluster(site, 'west'), new Cluster(site, 'east', { server: 'https://east.example.org' })];
  new NetbirdRoutingPeer(new Chart(west, 'one'), 'peer', { ...designDocument, ...first });
  const chart = new Chart(isSameCluster ? west : east, 'two');
  try {
    new NetbirdRoutingPeer(chart, 'peer', { ...designDocument, ...second });
    return [];
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    return error.problems.map(({ path, field, reason }) => `${path} ${field}: ${reason}`);
  }
}

/** All that has to differ beside the first peer in the same cluster. */
const apart: Props = {
  hostname: 'other',
  name: 'other',
  namespace: 'other',
  nodeSelector: { 'kubernetes.io/hostname': 'k8s-worker2' },
};

test('what differs in all of it is accepted', () => {
  expect(collisions(apart)).toEqual([]);
});

test('the same again collides in everything, and each collision names the other construct', () => {
  expect(collisions({})).toEqual([
    'west/two/peer hostname: In NetBird this is the name of west/one/peer.',
    'west/two/peer namespace: This namespace is made by west/one/peer.',
    'west/two/peer name: In the same namespace, this name would make the objects of west/one/peer.',
    'west/two/peer interfaceName: On one node, this is the tunnel interface of west/one/peer.',
    'west/two/peer wireguardPort: On one node, this is the port of west/one/peer.',
  ]);
});

test('in another cluster only the name in NetBird is in common', () => {
  expect(collisions({}, {}, false)).toEqual(['east/two/peer hostname: In NetBird this is the name of west/one/peer.']);
});

test('on another management server not even that', () => {
  expect(collisions({ managementUrl: 'https://netbird.example.org' }, {}, false)).toEqual([]);
});

test.each<[string, Props, string[]]>([
  ['hostname', { ...apart, hostname: designDocument.hostname }, ['hostname']],
  ['namespace', { ...apart, namespace: 'netbird' }, ['namespace']],
  ['name in another namespace', { ...apart, name: 'netbird' }, []],
  ['node', { ...apart, nodeSelector: designDocument.nodeSelector }, ['interfaceName', 'wireguardPort']],
  [
    'node, with a port of its own',
    { ...apart, nodeSelector: designDocument.nodeSelector, wireguardPort: 51821 },
    ['interfaceName'],
  ],
  [
    'node, with an interface and a port of its own',
    { ...apart, nodeSelector: designDocument.nodeSelector, interfaceName: 'wt1', wireguardPort: 51821 },
    [],
  ],
  [
    'node, perhaps: the selectors do not exclude each other',
    { ...apart, nodeSelector: { 'example.org/peer': 'b' } },
    ['interfaceName', 'wireguardPort'],
  ],
])('beside the first, the same %s', (_, props, fields) => {
  expect(collisions(props).map((collision) => collision.replace(/^\S+ (\S+): .*$/, '$1'))).toEqual(fields);
});

/** Two peers in the namespace that the first makes. */
function inOneNamespace(second: Props, first: Props = {}): NetbirdRoutingPeer[] {
  const chart = new Chart(new App(), 'netbird');
  const one = new NetbirdRoutingPeer(chart, 'one', { ...designDocument, ...first });
  const two = new NetbirdRoutingPeer(chart, 'two', {
    ...designDocument,
    ...apart,
    namespace: one.namespace,
    ...second,
  });
  return [one, two];
}

test('two peers share a namespace, which only one of them makes', () => {
  const [one, two] = inOneNamespace({});
  expect(two?.namespace).toBe(one?.namespace);
  const objects = [one, two].flatMap((peer) => peer?.node.children ?? []);
  expect(objects.filter(({ node }) => node.id === 'namespace')).toHaveLength(1);
  expect(two?.statefulSet.toJson().metadata.namespace).toBe('netbird');
});

test.each<[string, Props, Props, RegExp]>([
  ['the Service', { immutableFields: { serviceName: 'netbird-peer' } }, {}, /serviceName: .* this is the Service of/],
  [
    'pods, by a selector that is too wide',
    { immutableFields: { selector: { 'app.kubernetes.io/part-of': 'netbird' } } },
    {},
    /selector: .* one selects the pods of both/,
  ],
  [
    'pods, by a selector of the first that is too wide',
    {},
    { immutableFields: { selector: { 'app.kubernetes.io/component': 'routing-peer' } } },
    /selector: .* one selects the pods of both/,
  ],
])('in one namespace they may not share %s', (_, second, first, refusal) => {
  const message = expect.objectContaining({ name: 'RefusedError' });
  let refused: unknown;
  try {
    inOneNamespace(second, first);
  } catch (error) {
    refused = error;
  }
  expect(refused).toEqual(message);
  const [problem] = (refused as RefusedError).problems;
  expect(`${problem?.field}: ${problem?.reason}`).toMatch(refusal);
  expect(problem?.reason).toContain('netbird/one');
});

test('a namespace of another cluster is refused', () => {
  const site = new App();
  const one = new NetbirdRoutingPeer(new Chart(new Cluster(site, 'west'), 'netbird'), 'peer', designDocument);
  const east = new Chart(new Cluster(site, 'east', { server: 'https://east.example.org' }), 'netbird');
  const props = { ...designDocument, ...apart, namespace: one.namespace };
  expect(problemsFrom(() => new NetbirdRoutingPeer(east, 'peer', props))).toEqual([
    {
      path: 'east/netbird/peer',
      field: 'namespace',
      value: '"west/netbird/peer/namespace"',
      reason: 'That namespace is in another cluster.',
      remedy: 'Write the name of a namespace in this one.',
    },
  ]);
});

test('a peer that is refused anyway collides with nobody: it is not what its author meant', () => {
  expect(collisions({ networks: ['192.168.1.5/24'] })).toEqual(['west/two/peer networks[0]: Host bits are set.']);
});

test('whichever is made first, two peers collide or they do not', () => {
  const some: fc.Arbitrary<Props> = fc.record({
    hostname: fc.constantFrom('one', 'two'),
    name: fc.constantFrom('one', 'two'),
    namespace: fc.constantFrom('one', 'two'),
    interfaceName: fc.constantFrom('wt0', 'wt1'),
    wireguardPort: fc.constantFrom(51820, 51821),
    nodeSelector: fc.constantFrom<Record<string, string>>({ a: '1' }, { a: '2' }, { b: '1' }, { a: '1', b: '2' }),
  });
  fc.assert(
    fc.property(some, some, (one, two) => {
      const fields = (found: string[]) => found.map((collision) => collision.split(' ')[1]);
      expect(fields(collisions(one, two))).toEqual(fields(collisions(two, one)));
    }),
  );
});
