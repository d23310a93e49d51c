import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { diffLines } from '../../../lib/review/report/line-diff.ts';

const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 });

test('the left column is the text before, the right one the text after', () => {
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const rows = diffLines(before, after);
      expect(rows.flatMap((row) => row.before ?? [])).toEqual(before);
      expect(rows.flatMap((row) => row.after ?? [])).toEqual(after);
    }),
  );
});

test('a line that is the same stands next to itself', () => {
  expect(diffLines(['a', 'b', 'c'], ['a', 'x', 'y', 'c'])).toEqual([
    { before: 'a', after: 'a' },
    { before: 'b', after: 'x' },
    { before: undefined, after: 'y' },
    { before: 'c', after: 'c' },
  ]);
});

test('no two texts share more lines than are shown next to each other', () => {
  expect(
    diffLines(['a', 'b', 'c', 'a', 'b'], ['c', 'a', 'b', 'a']).filter(({ before, after }) => before === after),
  ).toHaveLength(3);
});

test('very long texts are not compared line by line', () => {
  const before = Array.from({ length: 5_000 }, (_, index) => `a${index}`);
  const after = Array.from({ length: 5_000 }, (_, index) => `b${index}`);
  expect(diffLines(before, after)).toHaveLength(5_000);
});
