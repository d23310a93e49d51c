import { expect, test } from '@jest/globals';
import { labelLines } from '../../lib/picture/label-text.ts';

const a = (count: number) => 'a'.repeat(count);

test.each<[string, readonly string[]]>([
  [a(48), [a(48)]],
  [a(49), [a(48), 'a']],
  [a(97), [a(48), `${a(47)}…`]],
  [`${a(30)} ${a(10)} ${a(40)}`, [`${a(30)} ${a(10)} `, a(40)]],
  [`${a(30)}-${a(10)}.${a(40)}`, [`${a(30)}-${a(10)}.`, a(40)]],
  [`${a(30)} ${a(10)}.${a(40)}`, [`${a(30)} `, `${a(10)}.${a(37 - 1)}…`]],
  [`a ${a(60)}`, [`a ${a(46)}`, a(14)]],
  ['', ['']],
])('a label of one line: %s', (line, lines) => {
  expect(labelLines([line])).toEqual(lines);
});

test('a character outside of the first plane is not broken in two', () => {
  expect(labelLines(['\u{1f5a7}'.repeat(50)])).toEqual(['\u{1f5a7}'.repeat(48), '\u{1f5a7}'.repeat(2)]);
});
