import { expect, test } from '@jest/globals';
import { findAll, replace } from './admission.ts';

// The examples by which Kubernetes and CEL define the two functions that the library lacks.

test.each<[string, string, string[]]>([
  ['123 abc 456', '[0-9]+', ['123', '456']],
  ['123 abc 456', 'xyz', []],
  ['', '[0-9]+', []],
  ['aaa', 'aa', ['aa']],
  ['a1b2', '[a-z]', ['a', 'b']],
])('findAll of %j by %j', (text, pattern, expected) => {
  expect(findAll(text, pattern)).toEqual(expected);
});

test.each([
  ['hello hello', 'he', 'we', 'wello wello'],
  ['hello hello', 'x', 'we', 'hello hello'],
  ['hello', '', '_', '_h_e_l_l_o_'],
  ['a.b', '.', '$&', 'a$&b'],
])('replace in %j of %j by %j', (text, old, by, expected) => {
  expect(replace(text, old, by)).toBe(expected);
});
