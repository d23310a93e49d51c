import { expect, test } from '@jest/globals';
import { identityOnVolume } from '../../lib/checks/identity-on-volume.ts';
import type { KubernetesObject } from '../../lib/output/manifest.ts';
import { manifest } from '../support/manifests.ts';
import { routingPeer } from '../support/routing-peer.ts';

// biome-ignore lint/suspicious/noExplicitAny: a manifest, to be changed at will
type Change = (statefulSet: any, container: any) => void;

/** The problems of the StatefulSet that the construct renders, after a change. */
function problemsAfter(change: Change) {
  const statefulSet = routingPeer().statefulSet.toJson();
  change(statefulSet, statefulSet.spec.template.spec.containers[0]);
  return identityOnVolume([manifest(statefulSet as KubernetesObject)]);
}

const container = { path: 'netbird/thing', field: 'spec.template.spec.containers[0]' };

const noClaim = {
  ...container,
  reason: 'No claim template is mounted at /var/lib/netbird, where NetBird keeps its WireGuard key.',
  remedy: 'Mount the claim template there, as a whole; never at /etc/netbird.',
};

const covered = (value: string) => ({
  ...container,
  value,
  reason: 'This mount covers a part of /var/lib/netbird, which is then not on the volume.',
  remedy: 'Mount it elsewhere.',
});

const moved = (value: string) => ({
  ...container,
  value,
  reason: 'It moves the WireGuard key off the volume.',
  remedy: 'Take it out.',
});

const notRetained = {
  path: 'netbird/thing',
  field: 'spec.persistentVolumeClaimRetentionPolicy',
  reason: 'Without Retain for both, deleting or scaling the StatefulSet may delete the WireGuard key.',
  remedy: 'Write { whenDeleted: "Retain", whenScaled: "Retain" }.',
};

test('the StatefulSet of the construct keeps the identity on its volume', () => {
  expect(problemsAfter(() => {})).toEqual([]);
});

test('so does one whose mount ends with a slash', () => {
  expect(problemsAfter((_, { volumeMounts }) => (volumeMounts[0].mountPath += '/'))).toEqual([]);
});

test('so does one that mounts the volume as the last of several', () => {
  const reverse: Change = (_, { volumeMounts }) => volumeMounts.reverse();
  expect(problemsAfter(reverse)).toEqual([]);
});

test.each<[string, Change]>([
  ['has no mounts', (_, container) => delete container.volumeMounts],
  [
    'mounts the volume at the folder of the original',
    (_, { volumeMounts }) => (volumeMounts[0].mountPath = '/etc/netbird'),
  ],
  ['mounts a part of the volume', (_, { volumeMounts }) => (volumeMounts[0].subPath = 'state')],
  ['mounts the volume above', (_, { volumeMounts }) => (volumeMounts[0].mountPath = '/var/lib')],
  ['mounts the volume next to it', (_, { volumeMounts }) => (volumeMounts[0].mountPath = '/var/lib/netbird2')],
  ['mounts another volume', (_, { volumeMounts }) => (volumeMounts[0].name = 'setup-key')],
  ['has no claim template', ({ spec }) => delete spec.volumeClaimTemplates],
  ['has another claim template', ({ spec }) => (spec.volumeClaimTemplates[0].metadata.name = 'other')],
])('a StatefulSet is refused that %s', (_, change) => {
  expect(problemsAfter(change)).toEqual([noClaim]);
});

test('a mount below the state directory does not do instead of it', () => {
  const below: Change = (_, { volumeMounts }) => (volumeMounts[0].mountPath = '/var/lib/netbird/state');
  expect(problemsAfter(below)).toEqual([noClaim]);
});

test('a mount that covers a part of the state directory is refused, wherever it stands', () => {
  const cover: Change = (_, { volumeMounts }) => {
    volumeMounts.unshift({ name: 'other', mountPath: '/var/lib/netbird/default.json' });
    volumeMounts.push({ name: 'other', mountPath: '/var/lib/netbird/a' });
  };
  expect(problemsAfter(cover)).toEqual([covered('/var/lib/netbird/a'), covered('/var/lib/netbird/default.json')]);
});

test('a mount at a path that only begins with the same letters is accepted', () => {
  const beside: Change = (_, { volumeMounts }) => volumeMounts.push({ name: 'o', mountPath: '/var/lib/netbird-ui' });
  expect(problemsAfter(beside)).toEqual([]);
});

test.each(['NB_STATE_DIR', 'NB_CONFIG', 'WT_STATE_DIR', 'WT_CONFIG'])('%s is refused', (name) => {
  expect(problemsAfter((_, { env }) => env.push({ name, value: '/tmp/netbird' }))).toEqual([moved(name)]);
});

test.each([
  [undefined],
  [{}],
  [{ whenDeleted: 'Retain' }],
  [{ whenScaled: 'Retain' }],
  [{ whenDeleted: 'Delete', whenScaled: 'Retain' }],
  [{ whenDeleted: 'Retain', whenScaled: 'Delete' }],
])('a retention policy of %j is refused', (policy) => {
  const problems = problemsAfter(({ spec }) => (spec.persistentVolumeClaimRetentionPolicy = policy));
  expect(problems).toEqual([notRetained]);
});

const client = { name: 'client', env: [{ name: 'NB_MANAGEMENT_URL', value: 'https://netbird.example.org' }] };
const podSpec = { containers: [{ name: 'sidecar' }, client] };

test.each([
  ['Pod', 'spec.containers[1]', podSpec],
  ['Deployment', 'spec.template.spec.containers[1]', { template: { spec: podSpec } }],
  [
    'CronJob',
    'spec.jobTemplate.spec.template.spec.containers[1]',
    { jobTemplate: { spec: { template: { spec: podSpec } } } },
  ],
])('a %s with a client is refused', (kind, field, spec) => {
  expect(identityOnVolume([manifest({ kind, metadata: { name: 'netbird' }, spec })])).toEqual([
    {
      path: 'netbird/thing',
      field,
      reason: `NetBird keeps its WireGuard key on a volume, and a ${kind} gives its next pod another one, or none.`,
      remedy: 'Use NetbirdRoutingPeer, or make it a StatefulSet with a claim template.',
    },
  ]);
});

test.each([
  { image: 'netbirdio/netbird:0.66.2' },
  { image: 'registry.example.org/netbird@sha256:0' },
  { env: [{ name: 'OTHER' }, { name: 'WT_SETUP_KEY' }] },
  { env: [{ name: 'NB_SETUP_KEY_FILE' }] },
])('a client is known by its image or its variables: %j', (container) => {
  const object = manifest({ kind: 'Pod', metadata: { name: 'a' }, spec: { containers: [container] } });
  expect(identityOnVolume([object])).toHaveLength(1);
});

test.each<[string, object]>([
  ['Deployment', { template: { spec: { containers: [{ name: 'web', env: [{ name: 'NB_CONFIG' }] }] } } }],
  ['Pod', { containers: [{ image: 'netbirdio/management:0.66.2' }, 'nonsense', { env: 'nonsense' }] }],
  ['Deployment', {}],
  ['Namespace', {}],
])('a %s that runs no NetBird client is none of its business: %j', (kind, spec) => {
  expect(identityOnVolume([manifest({ kind, metadata: { name: 'web' }, spec })])).toEqual([]);
});

test('a label by which Argo CD may prune the claim is refused', () => {
  const label: Change = ({ spec }) => {
    spec.volumeClaimTemplates[0].metadata.labels = { 'app.kubernetes.io/instance': 'netbird' };
  };
  expect(problemsAfter(label)).toEqual([
    {
      path: 'netbird/thing',
      field: 'spec.volumeClaimTemplates[0].metadata.labels',
      value: 'app.kubernetes.io/instance',
      reason:
        'By this label Argo CD may take the claim for an object of its own, which Git does not have, and prune it.',
      remedy: 'Take it out.',
    },
  ]);
});
