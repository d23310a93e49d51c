import { expect, test } from '@jest/globals';
import { goRegexMatches } from '../../lib/cilium/go-regex.ts';

test.each([
  ['^eth0$', false],
  ['wt', true],
  ['', true],
  ['t0$', true],
  ['^t0', false],
  ['^(eth|wt)[0-9]+$', true],
  ['^(eth|en).*', false],
  ['w\\w\\d', true],
  ['w*w*w*w*', true],
  ['w'.repeat(64), false],
])('%j finds something in wt0: %p', (expression, expected) => {
  expect(goRegexMatches(expression, 'wt0')).toBe(expected);
});

test.each([
  ['what JavaScript cannot compile', '('],
  ['flags in the expression', '(?i)WT0'],
  ['a class by name', '[[:alpha:]]'],
  ['anchors of Go', '\\Awt0\\z'],
  ['look-ahead, which Go lacks', '(?=wt0)'],
  ['look-behind, which Go lacks', '(?<!e)wt0'],
  ['a back reference, which Go lacks', '(w)\\1?'],
  ['a repeated group', '(w+)+$'],
  ['many repetitions', 'w*w*w*w*w*$'],
  ['a long one', 'w'.repeat(65)],
])('%s cannot be judged', (_, expression) => {
  expect(goRegexMatches(expression, 'wt0')).toBeUndefined();
});
