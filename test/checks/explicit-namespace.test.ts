import { expect, test } from '@jest/globals';
import { explicitNamespace } from '../../lib/checks/explicit-namespace.ts';
import { manifest } from '../support/manifests.ts';

// All namespaced kinds that this project renders, and some that a site may add.
test.each([
  'AppProject',
  'Application',
  'CiliumNodeConfig',
  'ConfigMap',
  'CronJob',
  'DaemonSet',
  'Deployment',
  'Job',
  'Pod',
  'PodDisruptionBudget',
  'Role',
  'RoleBinding',
  'Secret',
  'SecretProviderClass',
  'Service',
  'ServiceAccount',
  'StatefulSet',
])('a %s without a namespace is refused', (kind) => {
  expect(explicitNamespace([manifest({ kind, metadata: { name: 'netbird' } })])).toEqual([
    {
      path: 'netbird/thing',
      field: 'metadata.namespace',
      reason: `The ${kind} names no namespace: it would land in that of whoever applies it.`,
      remedy: 'Give the object, or its Chart, a namespace.',
    },
  ]);
});

test('an object with a namespace is accepted', () => {
  const object = { kind: 'Service', metadata: { name: 'netbird-peer', namespace: 'netbird' } };
  expect(explicitNamespace([manifest(object)])).toEqual([]);
});

test.each(['Namespace', 'ClusterRole', 'ValidatingAdmissionPolicy'])(
  'a %s has no namespace, and needs none',
  (kind) => {
    expect(explicitNamespace([manifest({ kind, metadata: { name: 'netbird' } })])).toEqual([]);
  },
);
