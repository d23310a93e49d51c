import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { differences } from '../../lib/doctor/differences.ts';

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

test('nothing differs from itself, whatever is added', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
      expect(differences(object, { ...structuredClone(object), added: 1 })).toEqual(
        Object.hasOwn(object, 'added') && object.added !== 1 ? expect.anything() : [],
      );
    }),
  );
});
