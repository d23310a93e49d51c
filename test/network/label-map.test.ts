import { expect, test } from '@jest/globals';
import { parseLabelMap } from '../../lib/network/label-map.ts';
import { refusalOf } from '../support/refusals.ts';

test.each([
  [{ 'kubernetes.io/hostname': 'k8s-worker1' }],
  [{ app: 'netbird-peer', tier: '' }],
  [{ 'node-role.kubernetes.io/worker': '' }],
  [{ 'a/b': 'c' }],
  [{ A_b: 'C.d', ['a'.repeat(63)]: 'b'.repeat(63) }],
  [{ [`${'a.'.repeat(126)}a/name`]: 'x' }],
])('labels as Kubernetes has them are accepted: %j', (labels) => {
  expect(parseLabelMap(labels)).toEqual(labels);
});

test('what is made of a label map does not change with what was given', () => {
  const given = { app: 'netbird' };
  const labels = parseLabelMap(given);
  given.app = 'other';
  expect(labels).toEqual({ app: 'netbird' });
});

test.each([undefined, null, 'kubernetes.io/hostname=k8s-worker1', ['app'], {}, 5])(
  'a selector that names no label is refused, because it would select every node: %p',
  (value) => {
    expect(refusalOf(parseLabelMap, value)).toEqual({
      reason: 'It must name at least one label.',
      remedy: 'Write, for example, { "kubernetes.io/hostname": "k8s-worker1" }.',
    });
  },
);

test.each([
  '',
  '/',
  '/name',
  'prefix/',
  'a/b/c',
  '-a',
  'a-',
  'a b',
  'a'.repeat(64),
  'Example.org/name',
  '-a/name',
  'a-/name',
  'a..b/name',
  'a.-b/name',
  'a_b/name',
  `${'a.'.repeat(126)}ab/name`,
])('what is no key is refused: "%s"', (key) => {
  expect(refusalOf(parseLabelMap, { app: 'netbird', [key]: 'x' })).toEqual({
    reason: `"${key}" is not the key of a label.`,
    remedy: 'Write, for example, "kubernetes.io/hostname".',
  });
});

test.each([undefined, null, 5, true, '-a', 'a-', 'a b', 'a/b', 'ä', 'a'.repeat(64)])(
  'what is no value is refused: %p',
  (value) => {
    expect(refusalOf(parseLabelMap, { app: 'netbird', 'example.org/zone': value })).toEqual({
      reason:
        'The value of "example.org/zone" is not that of a label: up to 63 letters, digits, "-", "_" and ".", in quotes.',
      remedy: 'Write, for example, "k8s-worker1".',
    });
  },
);
