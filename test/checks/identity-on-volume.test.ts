import { expect, test } from '@jest/globals';
import { identityOnVolume } from '../../lib/checks/identity-on-volume.ts';
import type { KubernetesObject } from '../../lib/output/manifest.ts';
import { manifest } from '../support/manifests.ts';
import { routingPeer } from '../support/routing-peer.ts';

// biome-ignore lint/suspicious/noExplicitAny: a manifest, to be changed at will
type Change = (statefulSet: any, container: any) => void;

/** The problems of the StatefulSet that the construct renders, after a change. */
function problemsAfter(change: Change) {
  const statefulSet = structuredClone(routingPeer().statefulSet.toJson());
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

test.each(['NB_STATE_DIR', 'NB_CONFIG'])('%s is refused', (name) => {
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

test('a Deployment of a site, whose client has no volume at all, is refused', () => {
  const client = { name: 'netbird', env: [{ name: 'NB_MANAGEMENT_URL', value: 'https://netbird.example.org' }] };
  const spec = { template: { spec: { containers: [{ name: 'sidecar' }, client] } } };
  expect(identityOnVolume([manifest({ kind: 'Deployment', metadata: { name: 'netbird' }, spec })])).toEqual([
    { ...noClaim, field: 'spec.template.spec.containers[1]' },
    notRetained,
  ]);
});

test('what runs no NetBird client is none of its business', () => {
  const spec = { template: { spec: { containers: [{ name: 'web', env: [{ name: 'NB_CONFIG' }] }] } } };
  expect(identityOnVolume([manifest({ kind: 'Deployment', metadata: { name: 'web' }, spec })])).toEqual([]);
  expect(identityOnVolume([manifest({ kind: 'Namespace', metadata: { name: 'netbird' } })])).toEqual([]);
});
