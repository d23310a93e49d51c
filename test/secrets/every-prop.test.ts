import { expect, test } from '@jest/globals';
import { ExistingSecret } from '../../lib/secrets/existing-secret.ts';
import { ExternalSecretSource } from '../../lib/secrets/external-secret-source.ts';
import { MountedSecret } from '../../lib/secrets/mounted-secret.ts';
import type { SecretSource } from '../../lib/secrets/secret-source.ts';
import { delivered, sourceProblems } from '../support/secrets.ts';

const login = { address: 'https://openbao.example.org', role: 'netbird' };

/** Each source with some members otherwise; also such as TypeScript would not let pass. */
const sources = {
  mounted: (more: object) => new MountedSecret({ ...login, path: 'secret/data/netbird', key: 'KEY', ...more }),
  external: (more: object) =>
    new ExternalSecretSource({ store: { name: 'openbao' }, path: 'netbird', key: 'KEY', ...more }),
  store: (more: object) =>
    new ExternalSecretSource({ store: { ...login, ...more } as never, path: 'netbird', key: 'KEY' }),
  existing: (more: object) => new ExistingSecret({ name: 'secret', key: 'KEY', ...more }),
} satisfies Record<string, (more: object) => SecretSource>;

test.each<[keyof typeof sources, object, string]>([
  ['mounted', { address: ['https://openbao.example.org'] }, 'key.address'],
  ['mounted', { role: '/netbird' }, 'key.role'],
  ['mounted', { audience: ['openbao'] }, 'key.audience'],
  ['mounted', { provider: 5 }, 'key.provider'],
  ['mounted', { caCertificatePath: ['/etc/ca.crt'] }, 'key.caCertificatePath'],
  ['mounted', { caCertificatePath: '/etc/ca.crt ' }, 'key.caCertificatePath'],
  ['mounted', { path: 5 }, 'key.path'],
  ['mounted', { key: '..data' }, 'key.key'],
  ['mounted', { key: '.' }, 'key.key'],
  ['external', { store: 'openbao' }, 'key.store'],
  ['external', { store: null }, 'key.store'],
  ['external', { store: {} }, 'key.store'],
  ['external', { store: { name: 'OpenBao' } }, 'key.store.name'],
  ['external', { path: 5 }, 'key.path'],
  ['external', { key: '' }, 'key.key'],
  ['external', { delivery: 'argument' }, 'key.delivery'],
  ['external', { path: 'data/netbird' }, 'key.path'],
  ['store', { mount: '/kv' }, 'key.store.mount'],
  ['store', { caCertificate: { configMap: 'CA', key: 'ca.crt' } }, 'key.store.caCertificate.configMap'],
  ['store', { caCertificate: { configMap: 'ca', key: 'ca.crt', path: 'x' } }, 'key.store.caCertificate.path'],
  ['existing', { name: 5 }, 'key.name'],
])('%s: %j is refused', (source, more, field) => {
  expect(sourceProblems(sources[source](more)).map((problem) => problem.field)).toEqual([field]);
});

test.each<[keyof typeof sources, object]>([
  ['mounted', { provider: 'vault' }],
  ['mounted', { caCertificatePath: '/etc/openbao/ca.crt' }],
  ['mounted', { caCertificatePath: '/ca' }],
  ['mounted', { key: 'setup..key' }],
  ['mounted', { key: '.key' }],
  ['mounted', { delivery: 'file' }],
  ['external', { delivery: 'file' }],
  ['external', { path: 'team/mydata/netbird' }],
  ['external', { path: 'team/netbird/data/x' }],
  ['store', { mount: 'kv', caCertificate: { configMap: 'ca', key: 'ca.crt' } }],
  ['existing', { delivery: 'environment' }],
  ['existing', { delivery: 'file' }],
])('%s: %j is accepted', (source, more) => {
  expect(sourceProblems(sources[source](more))).toEqual([]);
});

test('a wrong path is answered by an example', () => {
  expect(sourceProblems(sources.external({ path: '' }))).toMatchObject([
    { reason: 'It is not the path of a secret.', remedy: 'Write, for example, "netbird".' },
  ]);
  expect(sourceProblems(sources.store({ mount: '' }))).toMatchObject([
    { reason: 'It is not the path of a mount.', remedy: 'Write, for example, "secret".' },
  ]);
});

test.each([
  ['netbird', 'Write the mount before it: "secret/data/netbird", if that is called secret.'],
  ['secret/data', 'Write the mount before it: "secret/data/secret", if that is called secret.'],
  ['secret/netbird', 'Write "secret/data/netbird".'],
  ['kv/team/netbird', 'Write "kv/data/team/netbird".'],
])('a path without data/ is answered by one with it: %s', (path, remedy) => {
  expect(sourceProblems(sources.mounted({ path }))).toMatchObject([{ field: 'key.path', remedy }]);
});

test('an address is rendered in its normal form', () => {
  const address = 'https://OpenBao.example.org:443/';
  const [providerClass] = delivered(sources.mounted({ address })).objects;
  const [store] = delivered(sources.store({ address })).objects;
  expect(providerClass.spec.parameters.openbaoAddress).toBe('https://openbao.example.org');
  expect(store.spec.provider.vault.server).toBe('https://openbao.example.org');
});

test.each<[keyof typeof sources, object, string]>([
  ['existing', { name: '' }, 'netbird-setup-key'],
  ['existing', { key: '' }, 'NETBIRD_SETUP_KEY'],
  ['external', { store: { name: '' } }, 'openbao'],
  ['store', { address: 'x' }, 'https://openbao.example.org'],
  ['store', { caCertificate: { configMap: '', key: 'a' } }, 'ca'],
  ['store', { caCertificate: { configMap: 'a', key: '' } }, 'ca.crt'],
])('%s: %j is answered by an example for that prop', (source, more, example) => {
  expect(sourceProblems(sources[source](more))).toMatchObject([{ remedy: `Write, for example, "${example}".` }]);
});

test('an authority that is no object is refused once', () => {
  expect(sourceProblems(sources.store({ caCertificate: 'ca' }))).toEqual([
    {
      field: 'key.store.caCertificate',
      value: '"ca"',
      reason: 'It must be an object.',
      remedy: 'Write, for example, { configMap: "ca", key: "ca.crt" }.',
    },
  ]);
});

test('what is not said is not rendered', () => {
  const [providerClass] = delivered(sources.mounted({})).objects;
  expect(Object.keys(providerClass.spec.parameters)).toEqual(['objects', 'openbaoAddress', 'roleName']);
});

test('a value that is replaced from time to time is fetched again; another one only once', () => {
  const policy = (isReplaced?: boolean) =>
    delivered(sources.external({}), { isReplaced }).objects[0].spec.refreshPolicy;
  expect([policy(true), policy(false), policy()]).toEqual(['Periodic', 'CreatedOnce', 'CreatedOnce']);
});
