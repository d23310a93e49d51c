import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { describeDifferences, differences } from '../../lib/doctor/differences.ts';

const fields = (rendered: unknown, live: unknown) => differences(rendered, live).map(({ field }) => field);

test('what the API server adds is no difference', () => {
  expect(fields({ spec: { a: [{ b: 1 }] } }, { spec: { a: [{ b: 1, c: 2 }], d: 3 }, status: {} })).toEqual([]);
});

test('a field is named by its path', () => {
  expect(differences({ spec: { a: [{ b: 1 }] } }, { spec: { a: [{ b: 2 }] } })).toEqual([
    { field: 'spec.a[0].b', rendered: 1, live: 2 },
  ]);
});

test('a list of another length is one difference', () => {
  expect(fields({ a: [1, 2] }, { a: [1] })).toEqual(['a']);
});

test('what is missing differs, unless it is empty', () => {
  expect(fields({ a: 1, b: {}, c: [], d: '', e: null }, {})).toEqual(['a']);
});

const setupKey = '01234567-89ab-cdef-0123-456789abcdef';

test.each([
  ['a setup key', { a: 'x' }, { a: setupKey }, 'a is "(hidden)" instead of "x"'],
  [
    'one that would be cut off',
    { a: 'x' },
    { a: `${'.'.repeat(60)}${setupKey}` },
    `a is "${'.'.repeat(60)}(hidden)" instead of "x"`,
  ],
  [
    'a field with such a name',
    { spec: { token: 'x' } },
    { spec: { token: 'y' } },
    'spec.token is "(hidden)" instead of "(hidden)"',
  ],
  [
    'a variable with such a name',
    { env: [{ name: 'NB_SETUP_KEY', valueFrom: {} }] },
    { env: [{ name: 'NB_SETUP_KEY', value: 'hunter2' }] },
    'env[0] is {"name":"NB_SETUP_KEY","value":"(hidden)"} instead of {"name":"NB_SETUP_KEY","valueFrom":{}}',
  ],
  [
    'a list of variables',
    { env: [] },
    {
      env: [
        { name: 'A_TOKEN', value: 'hunter2' },
        { name: 'B', value: '1' },
      ],
    },
    'env is [{"name":"A_TOKEN","value":"(hidden)"},{"name":"B","value":"1"}] instead of []',
  ],
  [
    'what only names a secret',
    { secretName: 'a', key: 'A_KEY' },
    { secretName: 'b', key: 'A_KEY' },
    'secretName is "b" instead of "a"',
  ],
  [
    'what is no text',
    { automountServiceAccountToken: false },
    { automountServiceAccountToken: true },
    'automountServiceAccountToken is true instead of false',
  ],
])('a secret is not shown: %s', (_, rendered, live, text) => {
  expect(describeDifferences(differences(rendered, live))).toBe(text);
});

test('nothing differs from itself, whatever is added', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
      expect(differences(object, { ...structuredClone(object), added: 1 })).toEqual(
        Object.hasOwn(object, 'added') && object.added !== 1 ? expect.anything() : [],
      );
    }),
  );
});
