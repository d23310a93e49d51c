import { expect, test } from '@jest/globals';
import { ManifestReader } from '../../../lib/review/base/manifest-reader.ts';
import { NotReviewable } from '../../../lib/review/not-reviewable.ts';
import { Redactor } from '../../../lib/review/redactor.ts';
import { describeSiteObject } from '../../../lib/review/site-object.ts';

const configMap = (name: string, data = 'a: b') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}, namespace: x }\ndata: { ${data} }\n`;

function reading(files: Readonly<Record<string, string | Uint8Array>>, of: 'output' | 'manifests' = 'manifests') {
  const reader = new ManifestReader(new Redactor());
  const list = Object.entries(files).map(([path, content]) => ({ path, content }));
  const { objects, skipped } = of === 'output' ? reader.readOutput('dist', list) : reader.readManifests(list);
  return { objects: objects.map(describeSiteObject), skipped };
}

test.each<[string, Readonly<Record<string, string>>, string[]]>([
  [
    'several documents in a file',
    { 'a.yaml': `${configMap('a')}---\n${configMap('b')}` },
    ['ConfigMap x/a', 'ConfigMap x/b'],
  ],
  ['any nesting', { 'a/b/c/d.yml': configMap('a') }, ['ConfigMap x/a']],
  ['JSON', { 'a.json': JSON.stringify({ apiVersion: 'v1', kind: 'Thing', metadata: { name: 'a' } }) }, ['Thing a']],
  [
    'a List',
    { 'a.yaml': `kind: List\napiVersion: v1\nitems:\n- ${configMap('a').trim().replaceAll('\n', '\n  ')}\n` },
    ['ConfigMap x/a'],
  ],
  [
    'a list of one kind, whose items do not say it',
    { 'a.yaml': 'apiVersion: apps/v1\nkind: StatefulSetList\nitems: [{ metadata: { name: a } }]\n' },
    ['StatefulSet a'],
  ],
  ['empty documents', { 'a.yaml': `---\n---\n${configMap('a')}---\n# nothing\n` }, ['ConfigMap x/a']],
  ['an object twice, when it is the same', { 'a.yaml': configMap('a'), 'b.yaml': configMap('a') }, ['ConfigMap x/a']],
])('%s is read', (_, files, expected) => {
  expect(reading(files)).toEqual({ objects: expected, skipped: [] });
});

test('what is no object is skipped, and named', () => {
  expect(reading({ 'a.yaml': configMap('a'), 'values.yaml': 'devices: [eth0]\n', 'README.md': '# a' })).toEqual({
    objects: ['ConfigMap x/a'],
    skipped: ['values.yaml', 'README.md'],
  });
});

test('in an output the folders are cluster and chart, and a file that is no object is one itself', () => {
  const files = {
    'netbird/ConfigMap.a.k8s.yaml': configMap('a'),
    'west/netbird/ConfigMap.a.k8s.yaml': configMap('a'),
    'helm-values/cilium.yaml': 'devices: [eth0]\n',
    'west/helm-values/cilium.yaml': 'devices: [eth0]\n',
    'index.json': '[]',
  };
  expect(reading(files, 'output').objects).toEqual([
    'ConfigMap x/a',
    'west: ConfigMap x/a',
    'file helm-values/cilium.yaml',
    'west: file helm-values/cilium.yaml',
    'file index.json',
  ]);
});

test.each<[string, string | Uint8Array, RegExp]>([
  ['broken YAML', 'a: [b\n', /^a\.yaml is not YAML: .*\(line 2, column 1\)/],
  ['a key that is written twice', 'a: 1\na: 2\n', /^a\.yaml is not YAML: duplicated mapping key \(line 2/],
  [
    'binary garbage',
    new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0xff, 0xfe]),
    /^a\.yaml is not text: it is not valid UTF-8/,
  ],
  ['a text', 'nothing but words\n', /^a\.yaml holds something that is no object of Kubernetes/],
  ['control characters', '\u0000\u0001', /^a\.yaml (is not YAML|holds something)/],
  [
    'aliases that multiply',
    `a: &a [x, x]\nb: &b [${'*a,'.repeat(99)}]\nc: &c [${'*b,'.repeat(99)}]\nd: [${'*c,'.repeat(99)}]\n`,
    /^a\.yaml is not YAML: aliases exceeded/,
  ],
  ['nesting without end', '['.repeat(100_000), /^a\.yaml is not YAML/],
  [
    'a pointer to a file elsewhere',
    'version https://git-lfs.github.com/spec/v1\noid sha256:1\n',
    /^a\.yaml (is not YAML|holds something)/,
  ],
])('%s is refused, with the name of the file', (_, content, message) => {
  const read = () => reading({ 'a.yaml': content });
  expect(read).toThrow(NotReviewable);
  expect(read).toThrow(message);
});

test('two objects of one name that differ are refused, with both files', () => {
  expect(() => reading({ 'a.yaml': configMap('a'), 'b.yaml': configMap('a', 'a: c') })).toThrow(
    /^ConfigMap x\/a is in the base twice, and differs: a\.yaml, b\.yaml/,
  );
});

test('a file of an output that ought to be an object, and is not, is refused', () => {
  expect(() => reading({ 'netbird/ConfigMap.a.k8s.yaml': 'a: b\n' }, 'output')).toThrow(
    /^dist\/netbird\/ConfigMap\.a\.k8s\.yaml holds something that is no object of Kubernetes/,
  );
});

test('an error does not show a setup key', () => {
  const key = '3f2b8c1e-5a7d-4e90-8b1c-2d3e4f5a6b7c';
  expect(() => reading({ 'a.yaml': `${key}: 1\n${key}: 2\n- x\n` })).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining(key) }),
  );
});
