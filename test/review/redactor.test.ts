import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { loadManifests } from '../../lib/review/base/load-manifests.ts';
import { Redactor } from '../../lib/review/redactor.ts';
import { root } from '../support/repository.ts';

const KEY = '3f2b8c1e-5a7d-4e90-8b1c-2d3e4f5a6b7c';
const OTHER = '00000000-5a7d-4e90-8b1c-2d3e4f5a6b7c';

test('the content of a Secret is hidden, and which value it is can still be told', () => {
  const redactor = new Redactor();
  const secret = (value: string) =>
    redactor.redact({ kind: 'Secret', data: { a: value }, stringData: { b: 'x', c: 'x' } });
  expect(secret('y')).toEqual({
    kind: 'Secret',
    data: { a: '(hidden 1)' },
    stringData: { b: '(hidden 2)', c: '(hidden 2)' },
  });
  expect(secret('z')).toMatchObject({ data: { a: '(hidden 3)' } });
  expect(redactor.count).toBe(3);
});

test.each<[string, object]>([
  ['a setup key, wherever it stands', { a: [`x ${KEY} y`] }],
  ['a setup key as the name of a member', { a: { [KEY]: 1 } }],
  ['a literal setup key of any form', { env: [{ name: 'NB_SETUP_KEY', value: KEY.replaceAll('-', '') }] }],
  ['what a ConfigMap has encoded', { kind: 'ConfigMap', binaryData: { a: '3f2b8c1e' } }],
  [
    'the copy that kubectl keeps',
    {
      metadata: { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '3f2b8c1e' } },
      env: [{ name: 'TOKEN', value: 'x' }],
    },
  ],
  ['a token behind a flag', { args: ['--management-token=3f2b8c1e'] }],
  ['a key in the argument after its flag', { args: ['up', '--preshared-key', '3f2b8c1e'] }],
  ['a key in a command line', { args: ['sh', '-c', 'netbird up --preshared-key 3f2b8c1e --x'] }],
  ['a quoted one', { args: ['sh', '-c', 'netbird up --preshared-key="a 3f2b8c1e"'] }],
  ['a member of a ConfigMap, and of the values of a chart', { data: { adminPassword: '3f2b8c1e' } }],
  ['a setting in a file', { data: { 'wg0.conf': '[Interface]\nPrivateKey = 3f2b8c1e=\n' } }],
  ['a setting in a file of JSON', { data: { 'management.json': '{\n  "Secret": "3f2b8c1e",\n}' } }],
  ['a private key', { a: '-----BEGIN EC PRIVATE KEY-----\n3f2b8c1e\n-----END EC PRIVATE KEY-----' }],
  ['a private key without its end', { a: '-----BEGIN PRIVATE KEY-----\n3f2b8c1e\n' }],
  ['a password in a URL', { a: 'postgres://netbird:3f2b8c1e@db.example.org/netbird' }],
  ['a JSON Web Token', { a: 'Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIzZjJi.3f2b8c1e' }],
  ...['API_KEY', 'AWS_ACCESS_KEY', 'DB_PASSWD', 'NB_PSK', 'apiToken', 'GIT_CREDENTIALS', 'PASSPHRASE'].map(
    (name): [string, object] => [`the variable ${name}`, { env: [{ name, value: '3f2b8c1e' }] }],
  ),
  ['what looks like a reference, in a Secret', { kind: 'Secret', stringData: { a: '$(3f2b8c1e)' } }],
  ['a hash', { env: [{ name: 'PASSWORD', value: '$1$3f2b8c1e' }] }],
  ['a password', { env: [{ name: 'DB_PASSWORD', value: KEY.replaceAll('-', '') }] }],
])('%s is hidden', (_, object) => {
  const text = JSON.stringify(new Redactor().redact(object as Record<string, unknown>));
  expect(text).toContain('(hidden 1)');
  expect(text).not.toMatch(/3f2b8c1e/);
});

test('an access token is hidden', () => {
  expect(new Redactor().redactText('Token nbp_abcdefghijklmnopqrstuvwxyz0123456789')).toBe('Token (hidden 1)');
});

test('what is beside a secret is still seen', () => {
  const redactor = new Redactor();
  expect(redactor.redactText('see postgres://netbird:a-password@db.example.org/')).toBe(
    'see postgres://netbird:(hidden 1)@db.example.org/',
  );
  expect(redactor.redact({ args: ['--token=a', '--token', 'b', '--verbose', 'c'] })).toEqual({
    args: ['--token=(hidden 2)', '--token', '(hidden 3)', '--verbose', 'c'],
  });
  expect(redactor.redact({ 'a.yaml': 'user: me\npassword: x\nhost: y\n' })).toEqual({
    'a.yaml': 'user: me\npassword: (hidden 4)\nhost: y\n',
  });
});

test.each<[string, object]>([
  ['a reference', { env: [{ name: 'NB_SETUP_KEY', valueFrom: { secretKeyRef: { name: 'a', key: 'b' } } }] }],
  ['a reference to another variable', { env: [{ name: 'TOKEN', value: '$(OTHER)' }] }],
  ['a flag without a value', { args: ['--token', '--verbose', '--setup-key=$(NB_SETUP_KEY)'] }],
  ['a flag within a command line', { args: ['netbird up --setup-key $(cat /key) --token --verbose'] }],
  ['the file of a secret', { args: ['--setup-key-file=/a'], env: [{ name: 'NB_SETUP_KEY_FILE', value: '/mnt/a' }] }],
  ['what a script reads', { command: ['sh', '-c', 'set -e\nTOKEN=$(cat /token)\nPASSWORD="$(cat /password)"\n'] }],
  [
    'names of Secrets and of their keys',
    { secretName: 'a', data: [{ secretKey: 'b' }], imagePullSecrets: [{ name: 'c' }] },
  ],
  ['a switch', { automountServiceAccountToken: false, secret: { secretName: 'a' } }],
  ['an empty value', { env: [{ name: 'TOKEN', value: '' }] }],
  ['an address with a port and a name', { a: 'https://netbird.example.org:443/@x and a@example.org' }],
  ['a certificate', { a: '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n' }],
])('%s is no secret: it is left as it is, and the very same', (_, object) => {
  expect(new Redactor().redact(object)).toBe(object);
});

test('nothing of what this repository delivers is hidden', () => {
  const redactor = new Redactor();
  for (const file of globSync(['dist/**/*.yaml', 'examples/*/dist/**/*.yaml'], { cwd: root })) {
    for (const object of loadManifests(readFileSync(join(root, file), 'utf8'))) redactor.redact(object);
  }
  expect(redactor.count).toBe(0);
});

test('no text lets a setup key through', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.constantFrom(KEY, KEY.toUpperCase(), OTHER), (before, after, key) => {
      expect(new Redactor().redactText(`${before}${key}${after}`)).not.toContain(key);
    }),
  );
});
