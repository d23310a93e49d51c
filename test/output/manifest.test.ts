import { expect, test } from '@jest/globals';
import { describeObject } from '../../lib/output/manifest.ts';

test('an object is named by kind, namespace and name', () => {
  const metadata = { name: 'netbird-peer', namespace: 'netbird' };
  expect(describeObject({ apiVersion: 'apps/v1', kind: 'StatefulSet', metadata })).toBe(
    'StatefulSet netbird/netbird-peer',
  );
});

test('a cluster-scoped object is named by kind and name', () => {
  expect(describeObject({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'netbird' } })).toBe(
    'Namespace netbird',
  );
});
