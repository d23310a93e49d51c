import { expect, test } from '@jest/globals';
import { LabelSelector } from '../../../lib/cilium/config/label-selector.ts';

const labels = { zone: 'a', 'kubernetes.io/hostname': 'worker1' };
const expression = (key: string, operator: string, values?: string[]) => ({
  matchExpressions: [{ key, operator, values }],
});

test.each<[object, boolean]>([
  [{}, true],
  [{ matchLabels: {}, matchExpressions: [] }, true],
  [{ matchLabels: null, matchExpressions: null }, true],
  [{ matchLabels: { zone: 'a' } }, true],
  [{ matchLabels: { zone: 'b' } }, false],
  [{ matchLabels: { zone: 'a', other: 'a' } }, false],
  [expression('zone', 'In', ['b', 'a']), true],
  [expression('zone', 'In', ['b']), false],
  [expression('other', 'In', ['']), false],
  [expression('zone', 'NotIn', ['a']), false],
  [expression('zone', 'NotIn', ['b']), true],
  [expression('other', 'NotIn', ['b']), true],
  [expression('zone', 'Exists'), true],
  [expression('other', 'Exists'), false],
  [expression('toString', 'Exists'), false],
  [expression('zone', 'DoesNotExist'), false],
  [expression('other', 'DoesNotExist'), true],
  [{ matchLabels: { zone: 'a' }, ...expression('zone', 'DoesNotExist') }, false],
])('%j selects the node: %p', (selector, expected) => {
  expect(LabelSelector.parse(selector)?.matches(labels)).toBe(expected);
});

test.each<[unknown]>([
  ['zone=a'],
  [{ matchLabels: { zone: 5 } }],
  [{ matchLabels: [] }],
  [{ matchExpressions: {} }],
  [{ matchExpressions: [null] }],
  [expression('zone', 'In', [])],
  [expression('zone', 'NotIn')],
  [expression('zone', 'Exists', ['a'])],
  [expression('zone', 'DoesNotExist', ['a'])],
  [{ matchExpressions: [{ key: 5, operator: 'Exists' }] }],
  [{ matchExpressions: [{ key: 'zone', operator: 'In', values: 'a' }] }],
  [expression('zone', 'Equals', ['a'])],
])('%j is no selector', (selector) => {
  expect(LabelSelector.parse(selector)).toBeUndefined();
});

test('only an empty selector is for everything', () => {
  expect(LabelSelector.parse({})?.matchesEverything).toBe(true);
  expect(LabelSelector.parse({ matchLabels: { zone: 'a' } })?.matchesEverything).toBe(false);
});

const onA = { zone: 'a' };

test.each<[object, object | undefined]>([
  [{}, onA],
  [{ matchLabels: { gpu: 'true' } }, { zone: 'a', gpu: 'true' }],
  [{ matchLabels: { zone: 'b' } }, undefined],
  [expression('zone', 'NotIn', ['a']), undefined],
  [expression('zone', 'DoesNotExist'), undefined],
  [expression('gpu', 'NotIn', ['true']), onA],
  [expression('gpu', 'DoesNotExist'), onA],
  [expression('gpu', 'Exists'), { zone: 'a', gpu: '' }],
  [expression('gpu', 'In', ['one', 'two']), { zone: 'a', gpu: 'one' }],
  [
    { matchLabels: { gpu: 'two' }, ...expression('gpu', 'NotIn', ['one']) },
    { zone: 'a', gpu: 'two' },
  ],
  [{ matchLabels: { gpu: 'one' }, ...expression('gpu', 'NotIn', ['one']) }, undefined],
  [
    {
      matchExpressions: [
        { key: 'gpu', operator: 'In', values: ['1', '2'] },
        { key: 'gpu', operator: 'NotIn', values: ['1'] },
      ],
    },
    { zone: 'a', gpu: '2' },
  ],
])('of a node in zone a, %j needs the labels %j', (selector, expected) => {
  expect(LabelSelector.parse(selector)?.nodeWith(onA)).toEqual(expected);
});
