import { expect, test } from '@jest/globals';
import { hideSecrets } from '../../lib/doctor/hide-secrets.ts';

const setupKey = '01234567-89ab-cdef-0123-456789ABCDEF';
const token = 'nbp_0123456789abcdefghijklmnopqrstuvwxyzAB';
const wireGuardKey = 'c29tZXRoaW5nIHRoYXQgbG9va3MgbGlrZSBhIGtleS4=';
const base64 = (text: string) => Buffer.from(text).toString('base64');

test.each([
  [setupKey, '(hidden)'],
  [base64(setupKey), '(hidden)'],
  [base64(`${setupKey}\n`), '(hidden)'],
  [token, '(hidden)'],
  [`"${token}"`, '"(hidden)"'],
  [base64(token), '(hidden)'],
  [wireGuardKey, '(hidden)'],
  [`PrivateKey = ${wireGuardKey}`, 'PrivateKey = (hidden)'],
  [base64(wireGuardKey), '(hidden)'],
  ['Bearer eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln-bmF0_dXJl', 'Bearer (hidden)'],
  ['https://me:ghp_abc@github.com/me/home.git', 'https://(hidden)@github.com/me/home.git'],
])('%s is not shown', (text, shown) => {
  expect(hideSecrets(`It says: ${text}, twice: ${text}`)).toBe(`It says: ${shown}, twice: ${shown}`);
});

test('the name of a node may be a UUID', () => {
  const open = [`node-${setupKey}`];
  expect(hideSecrets(`node-${setupKey} is not ready`, open)).toBe(`node-${setupKey} is not ready`);
  expect(hideSecrets('76543210-89ab-cdef-0123-456789abcdef', open)).toBe('(hidden)');
});

test.each([
  'netbirdio/netbird@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
  'Write a personal access token there: nbp_….',
  'NETBIRD_SETUP_KEY',
  'git@github.com:me/home.git, https://netbird.example.org/api/peers',
  'spec.template.spec.containers[0].volumeMounts[1].mountPath is "/var/lib/netbird"',
  'kubectl -n netbird get pods netbird-peer-0 --field-selector=involvedObject.name=netbird-peer-0 -o yaml',
])('what is no secret stays: %s', (text) => {
  expect(hideSecrets(text)).toBe(text);
});
