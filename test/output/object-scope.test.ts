import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { scopeOf } from '../../lib/output/object-scope.ts';
import { root } from '../support/repository.ts';

const scope = (apiVersion: string, kind: string) => scopeOf({ apiVersion, kind, metadata: { name: 'a' } });

test.each([
  ['v1', 'Pod', 'Namespaced'],
  ['v1', 'Namespace', 'Cluster'],
  ['apps/v1', 'StatefulSet', 'Namespaced'],
  ['batch/v1', 'CronJob', 'Namespaced'],
  ['networking.k8s.io/v1', 'NetworkPolicy', 'Namespaced'],
  ['networking.k8s.io/v1', 'IngressClass', 'Cluster'],
  ['admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicyBinding', 'Cluster'],
  ['gateway.networking.k8s.io/v1', 'GatewayClass', 'Cluster'],
  ['gateway.networking.k8s.io/v1', 'HTTPRoute', 'Namespaced'],
  ['cilium.io/v2alpha1', 'CiliumL2AnnouncementPolicy', 'Cluster'],
  ['example.org/v1', 'Namespace', undefined],
  ['v1', 'List', undefined],
])('of %s, %s is %s', (apiVersion, kind, expected) => {
  expect(scope(apiVersion, kind)).toBe(expected);
});

test('the custom resources that are rendered have the scope of their definitions', () => {
  const definitions = globSync('imports/crds/*.yaml', { cwd: root })
    .flatMap((file) => parseAllDocuments(readFileSync(join(root, file), 'utf8')))
    .map((document) => document.toJS());
  expect(definitions.length).toBeGreaterThan(5);
  for (const { spec } of definitions)
    expect([spec.names.kind, scope(`${spec.group}/v1`, spec.names.kind)]).toEqual([spec.names.kind, spec.scope]);
});
