import { expect, test } from '@jest/globals';
import type { NetbirdRoutingPeerProps } from '../../lib/index.ts';
import { problemsOf, routingPeer } from '../support/routing-peer.ts';

const two = {
  replicas: 2,
  nodeSelector: { 'example.org/routing-peer': 'true' },
  immutableFields: { podManagementPolicy: 'OrderedReady' },
} as const;

const peer = (props: Partial<NetbirdRoutingPeerProps> = {}) => routingPeer({ ...two, ...props });
const spec = (props: Partial<NetbirdRoutingPeerProps> = {}) => peer(props).statefulSet.toJson().spec;

test('one replica has the name of the peer, and no ordinal', () => {
  const { env } = routingPeer().statefulSet.toJson().spec.template.spec.containers[0];
  expect(env[0].name).not.toBe('POD_INDEX');
  expect(env).toContainEqual({ name: 'NB_HOSTNAME', value: 'k8s-routing-peer' });
  expect(routingPeer().registeredNames).toEqual(['k8s-routing-peer']);
});

test('each of several registers under its ordinal, which is known before the name is made of it', () => {
  const { env } = spec().template.spec.containers[0];
  expect(env[0]).toEqual({
    name: 'POD_INDEX',
    valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: "metadata.labels['apps.kubernetes.io/pod-index']" } },
  });
  expect(env).toContainEqual({ name: 'NB_HOSTNAME', value: 'k8s-routing-peer-$(POD_INDEX)' });
  expect(peer().registeredNames).toEqual(['k8s-routing-peer-0', 'k8s-routing-peer-1']);
});

test('each has a claim of its own', () => {
  expect(spec().replicas).toBe(2);
  expect(peer().claimNames).toEqual(['netbird-config-netbird-peer-0', 'netbird-config-netbird-peer-1']);
});

test('no two are on one node, where they would fight over the tunnel interface', () => {
  const { affinity } = spec().template.spec;
  expect(affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution).toEqual([
    { labelSelector: { matchLabels: spec().selector.matchLabels }, topologyKey: 'kubernetes.io/hostname' },
  ]);
  expect(routingPeer().statefulSet.toJson().spec.template.spec.affinity).toBeUndefined();
});

test('zones only where a site asks for them', () => {
  expect(spec().template.spec.topologySpreadConstraints).toBeUndefined();
  expect(spec({ spreadOverZones: true }).template.spec.topologySpreadConstraints).toEqual([
    {
      maxSkew: 1,
      topologyKey: 'topology.kubernetes.io/zone',
      whenUnsatisfiable: 'DoNotSchedule',
      labelSelector: { matchLabels: spec().selector.matchLabels },
    },
  ]);
});

test('a node is drained one replica at a time, and always where its replica is not Ready', () => {
  expect(peer().podDisruptionBudget?.toJson().metadata).toMatchObject({ name: 'netbird-peer', namespace: 'netbird' });
  expect(peer().podDisruptionBudget?.toJson().spec).toEqual({
    maxUnavailable: 1,
    unhealthyPodEvictionPolicy: 'AlwaysAllow',
    selector: { matchLabels: spec().selector.matchLabels },
  });
  expect(routingPeer().podDisruptionBudget).toBeUndefined();
});

test('an update goes on when the far sides have had time to use the updated replica again', () => {
  expect(spec().minReadySeconds).toBe(30);
  expect(spec().podManagementPolicy).toBe('OrderedReady');
  expect(routingPeer().statefulSet.toJson().spec.minReadySeconds).toBeUndefined();
});

test('scaled from one to two, NetBird still knows the first by its old name', () => {
  const registeredNames = ['k8s-routing-peer', 'k8s-routing-peer-1'];
  expect(peer({ registeredNames }).registeredNames).toEqual(registeredNames);
  expect(peer({ registeredNames }).statefulSet.toJson()).toEqual(peer().statefulSet.toJson());
});

test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
  [
    'two replicas on one host',
    { nodeSelector: { 'kubernetes.io/hostname': 'k8s-worker1' } },
    {
      field: 'replicas',
      value: '2',
      reason: 'The node selector names one host, and two replicas on one node would fight over the tunnel interface.',
      remedy:
        'Give the nodes a label of your own, and select by that, for example { "example.org/routing-peer": "true" }.',
    },
  ],
  [
    'several without a decision that cannot be changed later',
    { immutableFields: {} },
    {
      field: 'immutableFields.podManagementPolicy',
      reason: 'It cannot be changed later, and with several replicas there is no right one for every site.',
      remedy:
        'Write "OrderedReady" for a new installation: an update waits until the other replica is Ready. Write "Parallel" where the StatefulSet is there already, with one replica.',
    },
  ],
  [
    'none',
    { replicas: 0 },
    {
      field: 'replicas',
      value: '0',
      reason: 'It is not a number of replicas: a whole number from 1 to 100.',
      remedy: 'Write, for example, 2.',
    },
  ],
  [
    'a part of one',
    { replicas: 1.5 },
    {
      field: 'replicas',
      value: '1.5',
      reason: 'It is not a number of replicas: a whole number from 1 to 100.',
      remedy: 'Write, for example, 2.',
    },
  ],
  [
    'a name that is too long with the ordinal behind it',
    { hostname: 'a'.repeat(62) },
    {
      field: 'hostname',
      value: `"${'a'.repeat(62)}"`,
      reason: `With the ordinal behind it, "${'a'.repeat(62)}-1" has more than 63 characters.`,
      remedy: 'Write a shorter one, for example "k8s-routing-peer".',
    },
  ],
  [
    'fewer names than replicas',
    { registeredNames: ['k8s-routing-peer'] },
    {
      field: 'registeredNames',
      value: '["k8s-routing-peer"]',
      reason: 'There are 2 replicas, and each has one name.',
      remedy: 'Write the names in the order of the ordinals.',
    },
  ],
  [
    'one name for both',
    { registeredNames: ['k8s-routing-peer', 'k8s-routing-peer'] },
    {
      field: 'registeredNames[1]',
      value: '"k8s-routing-peer"',
      reason: 'Two replicas of one name cannot be told apart.',
      remedy: 'Rename one of them in NetBird, and write that name.',
    },
  ],
  [
    'a name that no peer has',
    { registeredNames: ['k8s-routing-peer', ' '] },
    {
      field: 'registeredNames[1]',
      value: '" "',
      reason: 'It is not the name of a peer.',
      remedy: 'Write it as NetBird shows it, for example "k8s-routing-peer".',
    },
  ],
  [
    'zones for one',
    { replicas: 1, spreadOverZones: true },
    {
      field: 'spreadOverZones',
      value: 'true',
      reason: 'One replica is in one zone.',
      remedy: 'Take it out, or write replicas: 2.',
    },
  ],
])('refused: %s', (_, props, problem) => {
  expect(problemsOf({ ...two, ...props })).toEqual([{ path: 'netbird/routing-peer', ...problem }]);
});

test('of one replica there is one name', () => {
  expect(problemsOf({ registeredNames: ['one', 'two'] })).toMatchObject([
    {
      field: 'registeredNames',
      reason: 'There is 1 replica, and each has one name.',
      remedy: 'Write the names in the order of the ordinals.',
    },
  ]);
});
