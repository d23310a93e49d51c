import { describe, expect, test } from '@jest/globals';
import { isRecord, listAt, memberAt, recordAt, textAt, textsAt } from '../../lib/output/record.ts';

const object = { metadata: { name: 'netbird-peer', labels: { app: 'netbird', replicas: 1 }, finalizers: ['a', 'b'] } };

test.each<[unknown, boolean]>([
  [{}, true],
  [Object.create(null), true],
  [[], false],
  [null, false],
  [undefined, false],
  ['text', false],
  [new Date(0), false],
  [new Map(), false],
])('%p is a mapping: %p', (value, expected) => {
  expect(isRecord(value)).toBe(expected);
});

describe('a member at the end of a path', () => {
  test.each<[readonly string[], unknown]>([
    [[], object],
    [['metadata', 'name'], 'netbird-peer'],
    [['metadata', 'uid'], undefined],
    [['spec', 'replicas'], undefined],
    [['metadata', 'name', 'length'], undefined],
    [['metadata', 'finalizers', '0'], undefined],
    [['metadata', 'constructor'], undefined],
    [['__proto__'], undefined],
  ])('%p', (path, expected) => {
    expect(memberAt(object, path)).toEqual(expected);
  });
});

test('a mapping is read where there is one, and is empty elsewhere', () => {
  expect(recordAt(object, 'metadata', 'labels')).toEqual({ app: 'netbird', replicas: 1 });
  expect(recordAt(object, 'metadata', 'finalizers')).toEqual({});
  expect(recordAt(undefined, 'metadata')).toEqual({});
});

test('a list is read where there is one, and is empty elsewhere', () => {
  expect(listAt(object, 'metadata', 'finalizers')).toEqual(['a', 'b']);
  expect(listAt(object, 'metadata', 'labels')).toEqual([]);
  expect(listAt(null)).toEqual([]);
});

test('a text is read where there is one, be it empty', () => {
  expect(textAt(object, 'metadata', 'name')).toBe('netbird-peer');
  expect(textAt({ devices: '' }, 'devices')).toBe('');
  expect(textAt(object, 'metadata', 'labels', 'replicas')).toBeUndefined();
});

test('what is no text is left out of a map of texts', () => {
  expect(textsAt(object, 'metadata', 'labels')).toEqual({ app: 'netbird' });
  expect(textsAt(object, 'spec', 'nodeSelector')).toEqual({});
});
