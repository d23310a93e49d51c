import { expect, test } from '@jest/globals';
import { explicitNamespace } from '../../lib/checks/explicit-namespace.ts';
import { manifest } from '../support/manifests.ts';

test.each([
  ['v1', 'ConfigMap'],
  ['apps/v1', 'StatefulSet'],
  ['policy/v1', 'PodDisruptionBudget'],
  ['v1', 'LimitRange'],
  ['cilium.io/v2', 'CiliumNodeConfig'],
])('a %s %s without a namespace is refused', (apiVersion, kind) => {
  expect(explicitNamespace([manifest({ apiVersion, kind, metadata: { name: 'netbird' } })])).toEqual([
    {
      path: 'netbird/thing',
      field: 'metadata.namespace',
      reason: `The ${kind} names no namespace: it would land in that of whoever applies it.`,
      remedy: 'Give the object, or its Chart, a namespace.',
    },
  ]);
});

test.each([
  ['v1', 'Namespace'],
  ['rbac.authorization.k8s.io/v1', 'ClusterRole'],
  ['cilium.io/v2alpha1', 'CiliumL2AnnouncementPolicy'],
])('a %s %s with a namespace is refused', (apiVersion, kind) => {
  const metadata = { name: 'netbird', namespace: 'netbird' };
  expect(explicitNamespace([manifest({ apiVersion, kind, metadata })])).toEqual([
    {
      path: 'netbird/thing',
      field: 'metadata.namespace',
      value: '"netbird"',
      reason: `A ${kind} is in no namespace, and the AppProject would not allow it.`,
      remedy: 'Take it out; where the Chart gives it, make the object in a Chart without a namespace.',
    },
  ]);
});

test.each([
  ['v1', 'Service', 'netbird'],
  ['v1', 'Namespace', undefined],
  ['rbac.authorization.k8s.io/v1', 'ClusterRole', undefined],
  ['example.org/v1', 'Thing', 'netbird'],
  ['example.org/v1', 'Thing', undefined],
])('a %s %s in the namespace %s is accepted', (apiVersion, kind, namespace) => {
  expect(explicitNamespace([manifest({ apiVersion, kind, metadata: { name: 'netbird', namespace } })])).toEqual([]);
});
