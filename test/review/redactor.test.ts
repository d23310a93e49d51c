import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Redactor } from '../../lib/review/redactor.ts';

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
  ['a password', { env: [{ name: 'DB_PASSWORD', value: KEY.replaceAll('-', '') }] }],
])('%s is hidden', (_, object) => {
  const text = JSON.stringify(new Redactor().redact(object as Record<string, unknown>));
  expect(text).toContain('(hidden 1)');
  expect(text).not.toMatch(/3f2b8c1e/);
});

test('an access token is hidden', () => {
  expect(new Redactor().redactText('Token nbp_abcdefghijklmnopqrstuvwxyz0123456789')).toBe('Token (hidden 1)');
});

test('what is no secret is left as it is, and the very same', () => {
  const object = { env: [{ name: 'NB_SETUP_KEY', valueFrom: { secretKeyRef: { name: 'a', key: 'b' } } }] };
  expect(new Redactor().redact(object)).toBe(object);
});

test('no text lets a setup key through', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.constantFrom(KEY, KEY.toUpperCase(), OTHER), (before, after, key) => {
      expect(new Redactor().redactText(`${before}${key}${after}`)).not.toContain(key);
    }),
  );
});
