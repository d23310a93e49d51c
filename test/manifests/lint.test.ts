import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { inTemporaryFolder, root, runNode } from '../support/repository.ts';
import { manifestProblems } from './manifest-problems.ts';

const STATEFUL_SET = 'netbird/StatefulSet.netbird-peer.k8s.yaml';
const APPLICATION = 'argocd/Application.netbird.k8s.yaml';
const NODE_CONFIG = 'cilium-device-guard/CiliumNodeConfig.netbird-device-guard.k8s.yaml';

/** What is said about a file of dist/ in which a piece of text is another one. */
async function problemsOf(file: string, text: string, other: string) {
  const content = readFileSync(join(root, 'dist', file), 'utf8');
  expect(content).toContain(text);
  const problems = await manifestProblems('file.yaml', content.replace(text, other));
  return problems.map(({ field, value, reason }) => [field, value, reason]);
}

test('each file of dist/ keeps to its schema', async () => {
  for (const file of [STATEFUL_SET, APPLICATION, NODE_CONFIG]) expect(await problemsOf(file, '', '')).toEqual([]);
});

test('an unknown field of a core kind is refused, at any depth', async () => {
  expect(await problemsOf(STATEFUL_SET, 'hostNetwork: true', 'hostNetwrok: true')).toEqual([
    ['spec.template.spec.hostNetwrok', 'true', 'The schema has no such field.'],
  ]);
  expect(await problemsOf(STATEFUL_SET, 'mountPath: /var', 'mountpath: /var')).toEqual([
    ['spec.template.spec.containers[0].volumeMounts[0].mountPath', undefined, 'It is missing.'],
    [
      'spec.template.spec.containers[0].volumeMounts[0].mountpath',
      '"/var/lib/netbird"',
      'The schema has no such field.',
    ],
  ]);
});

test('a value of another type, or outside its enumeration, is refused', async () => {
  expect(await problemsOf(STATEFUL_SET, 'replicas: 1', 'replicas: "1"')).toEqual([
    ['spec.replicas', '"1"', 'It must be integer.'],
  ]);
  expect(await problemsOf(STATEFUL_SET, 'Parallel', 'Serial')).toEqual([
    ['spec.podManagementPolicy', '"Serial"', 'It is none of OrderedReady, Parallel.'],
  ]);
});

test('an unknown field of a custom resource is refused, below spec and below metadata', async () => {
  expect(await problemsOf(APPLICATION, 'selfHeal: true', 'selfheal: true')).toEqual([
    ['spec.syncPolicy.automated.selfheal', 'true', 'The schema has no such field.'],
  ]);
  expect(await problemsOf(APPLICATION, 'namespace: argocd', 'namesapce: argocd')).toEqual([
    ['metadata.namesapce', '"argocd"', 'The schema has no such field.'],
  ]);
});

test('a custom resource with a value of another type is refused', async () => {
  expect(await problemsOf(NODE_CONFIG, '"false"', 'false')).toEqual([
    ['spec.defaults.force-device-detection', 'false', 'It must be string.'],
  ]);
});

test('a kind, or a version, that nobody described is refused', async () => {
  expect(await problemsOf(NODE_CONFIG, 'cilium.io/v2', 'cilium.io/v3')).toEqual([
    [undefined, undefined, 'There is no schema for cilium.io/v3 CiliumNodeConfig.'],
  ]);
  expect(await problemsOf(STATEFUL_SET, 'apps/v1', 'apps/v2')).toEqual([
    [undefined, undefined, 'There is no schema for apps/v2 StatefulSet.'],
  ]);
});

test('the command names file, field, value and reason, and exits with 1', () => {
  inTemporaryFolder((folder) => {
    mkdirSync(join(folder, 'app'));
    const file = join(folder, 'app', 'Namespace.app.k8s.yaml');
    const lint = () => runNode([join(root, 'test', 'manifests', 'lint.ts'), folder]);
    expect(lint()).toMatchObject({ status: 1, stderr: `${folder}/ has no objects. Run npm run synth.\n` });
    writeFileSync(file, 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: app\n');
    expect(lint()).toMatchObject({ status: 0, stdout: `${folder}/ keeps to its schemas: 1 object\n` });
    writeFileSync(file, 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: app\n  label: {}\n');
    expect(lint()).toMatchObject({
      status: 1,
      stderr: `  ${folder}/app/Namespace.app.k8s.yaml   metadata.label = {}
      The schema has no such field.

${folder}/ breaks its schemas: 1 problem
`,
    });
  });
});
