import { expect, test } from '@jest/globals';
import { parseDnsSubdomain } from '../../lib/network/dns-subdomain.ts';
import { refusalOf } from '../support/refusals.ts';

const longest = `${'a.'.repeat(126)}a`;

test.each(['a', 'local-path', 'rook-ceph.rbd.csi', '1.2', 'a'.repeat(253), longest])(
  'the name of an object is accepted as it is: %s',
  (name) => {
    expect(parseDnsSubdomain(name)).toBe(name);
  },
);

test.each([
  undefined,
  null,
  5,
  ['a'],
  '',
  '.',
  'a.',
  '.a',
  'a..b',
  'a.-b',
  'a-.b',
  'Local',
  'a_b',
  'a/b',
  'a b',
  'a\n',
  `${longest}a`,
])('what is none is refused: %p', (value) => {
  expect(refusalOf(parseDnsSubdomain, value)).toEqual({
    reason: 'It is not the name of a Kubernetes object: lower-case letters, digits, hyphens and dots.',
    remedy: 'Write, for example, "local-path".',
  });
});
