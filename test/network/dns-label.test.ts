import { expect, test } from '@jest/globals';
import { parseDnsLabel } from '../../lib/network/dns-label.ts';
import { refusalOf } from '../support/refusals.ts';

test.each(['a', '0', 'k8s-routing-peer', 'a--b', '123', 'a'.repeat(63)])(
  'a DNS label is accepted as it is: %s',
  (label) => {
    expect(parseDnsLabel(label)).toBe(label);
  },
);

test.each([
  undefined,
  null,
  5,
  ['netbird'],
  '',
  '-a',
  'a-',
  '-',
  'A',
  'a.b',
  'a_b',
  'a b',
  'a\n',
  'é',
  '$(id)',
  'a'.repeat(64),
])('what is no DNS label is refused: %p', (value) => {
  expect(refusalOf(parseDnsLabel, value)).toEqual({
    reason: 'It is not a DNS label: 1 to 63 lower-case letters, digits and hyphens, none of these at an end.',
    remedy: 'Write, for example, "k8s-routing-peer".',
  });
});
