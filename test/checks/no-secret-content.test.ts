import { expect, test } from '@jest/globals';
import { noSecretContent } from '../../lib/checks/no-secret-content.ts';
import { manifest } from '../support/manifests.ts';

const setupKey = '0A1B2C3D-4e5f-6789-abcd-ef0123456789';

const check = (object: object) =>
  noSecretContent([manifest({ kind: 'ConfigMap', metadata: { name: 'key', namespace: 'netbird' }, ...object })]);

const literal = (field: string, form = 'a setup key (a UUID)') => ({
  path: 'netbird/thing',
  field,
  reason: `It has the form of ${form}, and would be in Git for ever.`,
  remedy: 'Take it out; if it is one, revoke it in NetBird.',
});

test.each(['data', 'stringData'])('a Secret with %s is refused, and its content is not shown', (field) => {
  const problems = check({ kind: 'Secret', [field]: { password: 'aHVudGVyMg==' } });
  expect(problems).toEqual([
    {
      path: 'netbird/thing',
      field,
      reason: 'The content of a Secret would be in Git for ever.',
      remedy: 'Have the cluster fetch it, for example by SetupKey.fromOpenBao, and revoke it if it was committed.',
    },
  ]);
  expect(JSON.stringify(problems)).not.toContain('aHVudGVyMg');
});

test('a Secret without content is accepted', () => {
  expect(check({ kind: 'Secret' })).toEqual([]);
  expect(check({ kind: 'Secret', data: {}, stringData: null })).toEqual([]);
});

test.each([
  ['spec.template.spec.containers[1].env[0].value', { env: [{ name: 'NB_SETUP_KEY', value: setupKey }] }],
  ['spec.template.spec.containers[1].args[1]', { args: ['--setup-key', setupKey] }],
  ['spec.template.spec.containers[1].command[0]', { command: [`netbird up --setup-key=${setupKey} || exit 1`] }],
])('a literal setup key is refused, and not shown: %s', (field, container) => {
  const problems = check({ kind: 'StatefulSet', spec: { template: { spec: { containers: [{}, container] } } } });
  expect(problems).toEqual([literal(field)]);
  expect(JSON.stringify(problems)).not.toMatch(/0a1b2c3d/i);
});

test('a literal setup key is found in every other place too', () => {
  const metadata = { name: setupKey, annotations: { note: setupKey } };
  expect(check({ metadata, data: { key: setupKey } })).toEqual([
    literal('metadata.name'),
    literal('metadata.annotations.note'),
    literal('data.key'),
  ]);
});

test.each<[string, string, object]>([
  [
    'a Secret in a list of objects',
    'items[1].stringData',
    { kind: 'List', items: [{ kind: 'Secret' }, { kind: 'Secret', stringData: { password: 'hunter2' } }] },
  ],
  [
    'a Secret among the values of a Helm chart',
    'spec.source.helm.valuesObject.extra[0].data',
    {
      kind: 'Application',
      spec: { source: { helm: { valuesObject: { extra: [{ kind: 'Secret', data: { password: 'hunter2' } }] } } } },
    },
  ],
  ['a variable of the client', 'spec.env[0].value', { spec: { env: [{ name: 'NB_SETUP_KEY', value: 'hunter2' }] } }],
  [
    'a variable of the routes',
    'spec.env[0].value',
    { spec: { env: [{ name: 'NETBIRD_API_TOKEN', value: 'hunter2' }] } },
  ],
  ['a variable in a ConfigMap', 'data.NB_PRESHARED_KEY', { data: { NB_PRESHARED_KEY: 'hunter2' } }],
])('%s is refused, and not shown', (_, field, object) => {
  const problems = check(object);
  expect(problems.map((problem) => problem.field)).toEqual([field]);
  expect(JSON.stringify(problems)).not.toContain('hunter2');
});

test.each([
  [{ name: 'NB_SETUP_KEY', valueFrom: { secretKeyRef: { name: 'key', key: 'key' } } }],
  [{ name: 'NB_SETUP_KEY', value: '' }],
  [{ name: 'NB_SETUP_KEY', value: '$(KEY)' }],
  [{ name: 'NB_SETUP_KEY_FILE', value: '/mnt/secrets/key' }],
  [{ name: 'GRAFANA_TOKEN', value: 'abc' }],
])('a variable that holds no secret of NetBird is accepted: %j', (variable) => {
  expect(check({ spec: { env: [variable] } })).toEqual([]);
});

test('a setup key in a Secret is refused as both', () => {
  expect(check({ kind: 'Secret', stringData: { key: setupKey } }).map(({ field }) => field)).toEqual([
    'stringData',
    'stringData.key',
  ]);
});

test('the label of a node, which may be a UUID, is accepted', () => {
  expect(check({ spec: { nodeSelector: { 'example.org/machine': setupKey } } })).toEqual([]);
  expect(check({ spec: { nodeSelector: { matchLabels: { machine: setupKey } } } })).toEqual([]);
  expect(check({ metadata: { name: 'key', labels: { machine: setupKey } } })).toEqual([]);
});

test.each(['nodeSelector', 'labels'])('what is only called %s is not', (name) => {
  expect(check({ data: { [name]: setupKey } })).toEqual([literal(`data.${name}`)]);
});

test.each([null, 5, true, 'netbird', '0a1b2c3d-4e5f-6789-abcd-ef012345678', '0a1b2c3d4e5f6789abcdef0123456789'])(
  'what is no UUID is accepted: %p',
  (value) => {
    expect(check({ data: { value, list: [value, [value]] } })).toEqual([]);
  },
);

const base64 = (text: string) => Buffer.from(text).toString('base64');
const wrapped = base64(`${'netbird up --foreground-mode '.repeat(3)}${setupKey}`).replaceAll(/.{64}/g, '$&\n  ');

test.each([
  ['binaryData.value', { binaryData: { value: base64(`key: ${setupKey}\n`), other: '%' } }],
  ['data.value', { data: { value: base64(setupKey) } }],
  ['data.value', { data: { value: wrapped } }],
  ['metadata.annotations.note', { metadata: { name: 'a', annotations: { note: `path/${base64(setupKey)}` } } }],
  ['spec.args[0]', { spec: { args: [`echo ${base64(`NB_SETUP_KEY=${setupKey}`)} | base64 -d`] } }],
])('a setup key in Base64 is refused too, and not shown: %s', (field, object) => {
  expect(check(object)).toEqual([literal(field)]);
});

test('a setup key that names a field is refused, and not shown', () => {
  const problems = check({ data: { [setupKey]: 'a' } });
  expect(problems).toEqual([literal('data.…')]);
  expect(JSON.stringify(problems)).not.toMatch(/0a1b2c3d/i);
});

test('a literal access token is refused wherever it stands, and not shown', () => {
  const token = 'nbp_0123456789abcdefghijABCDEFGHIJ012345';
  const metadata = { labels: { token }, annotations: { note: `{"a":"\\n${token}"}` } };
  const problems = check({ metadata, data: { [token]: { deep: token } } });
  const form = 'an access token (nbp_…)';
  expect(problems).toEqual(
    ['metadata.labels.token', 'metadata.annotations.note', 'data.…', 'data.….deep'].map((field) =>
      literal(field, form),
    ),
  );
  expect(JSON.stringify(problems)).not.toContain('nbp_0');
});
