import { expect, test } from '@jest/globals';
import { CiliumVersion } from '../../lib/cilium/cilium-version.ts';
import { refusalOf } from '../support/refusals.ts';

test('the versions whose semantics are known are 1.15 to 1.20', () => {
  expect(CiliumVersion.known.map(String)).toEqual(['1.15', '1.16', '1.17', '1.18', '1.19', '1.20']);
});

test.each([
  ['1.15', '1.15'],
  ['v1.16', '1.16'],
  ['1.16.6', '1.16'],
  ['v1.20.2', '1.20'],
  ['1.19.0-rc.1', '1.19'],
  ['1.18.3+build.5', '1.18'],
  ['1.100', '1.100'],
])('%s is version %s', (text, minor) => {
  expect(CiliumVersion.parse(text).toString()).toBe(minor);
});

test('versions are compared as numbers', () => {
  expect(CiliumVersion.parse('1.16').isAtLeast(15)).toBe(true);
  expect(CiliumVersion.parse('1.16').isAtLeast(16)).toBe(true);
  expect(CiliumVersion.parse('1.16').isAtLeast(17)).toBe(false);
  expect(CiliumVersion.parse('1.100').isAtLeast(19)).toBe(true);
});

test.each(['1.14', '1.14.9', 'v1.9', '1.0', '1.2'])('versions before 1.15 are refused: %s', (value) => {
  expect(refusalOf(CiliumVersion.parse, value)).toEqual({
    reason: 'Versions of Cilium before 1.15 select devices by other rules.',
    remedy: 'Upgrade Cilium, then write, for example, "1.16".',
  });
});

test.each([
  undefined,
  null,
  1.16,
  ['1.16'],
  '',
  '1',
  '1.',
  '2.0',
  'cilium-1.16',
  '0.16',
  'latest',
  '1.16 ',
  '1.x',
  '1.16.x',
  '1.1600',
])('what is no version of Cilium is refused: %p', (value) => {
  expect(refusalOf(CiliumVersion.parse, value)).toEqual({
    reason: 'It is not a version of Cilium.',
    remedy: 'Write, for example, "1.16".',
  });
});
