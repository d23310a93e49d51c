import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { NetbirdVersion } from '../../lib/netbird/netbird-version.ts';

test.each([
  ['0.66.2', '0.67.0', false],
  ['0.66.99', '0.67.0', false],
  ['0.67.0', '0.67.0', true],
  ['0.67.1', '0.67.0', true],
  ['0.100.0', '0.67.0', true],
  ['1.0.0', '0.67.0', true],
])('%s is at least %s: %s', (version, bound, expected) => {
  expect(NetbirdVersion.parse(version).isAtLeast(bound)).toBe(expected);
});

test('of two versions, one is at least the other, and both only when they are the same', () => {
  const versions = fc
    .tuple(fc.integer({ min: 1, max: 99 }), fc.nat(99), fc.nat(99))
    .map((numbers) => numbers.join('.'));
  fc.assert(
    fc.property(versions, versions, (a, b) => {
      const [up, down] = [NetbirdVersion.parse(a).isAtLeast(b), NetbirdVersion.parse(b).isAtLeast(a)];
      expect(up || down).toBe(true);
      expect(up && down).toBe(a === b);
    }),
  );
});

test('the first version that keeps its key in the state directory is accepted', () => {
  expect(String(NetbirdVersion.parse('0.52.0'))).toBe('0.52.0');
});

test.each(['v0.66.2', '0.66', '0.66.2-rc.1', 'latest', '', undefined, 0.66])('%p is no released version', (value) => {
  expect(() => NetbirdVersion.parse(value)).toThrow('It is not a released version');
});
