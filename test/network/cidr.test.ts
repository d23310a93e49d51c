import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Cidr } from '../../lib/network/cidr.ts';
import { refusalOf } from '../support/refusals.ts';

// An independent model: a prefix is a family and its bits as text, so that masking is padding, containing is startsWith.
interface Prefix {
  readonly family: 4 | 6;
  readonly bits: string;
}

const widthOf = (family: 4 | 6) => (family === 4 ? 32 : 128);
const firstOf = ({ family, bits }: Prefix) => bits.padEnd(widthOf(family), '0');
const lastOf = ({ family, bits }: Prefix) => bits.padEnd(widthOf(family), '1');
const textOf = (prefix: Prefix) => `${addressText(prefix.family, firstOf(prefix))}/${prefix.bits.length}`;
const cidrOf = (prefix: Prefix) => Cidr.parse(textOf(prefix));

/** The canonical text of an address, in which the URL standard writes hosts. */
function addressText(family: 4 | 6, addressBits: string): string {
  const groups = addressBits.match(family === 4 ? /.{8}/g : /.{16}/g) ?? [];
  if (family === 4) return groups.map((group) => Number.parseInt(group, 2)).join('.');
  return new URL(`http://[${groups.map((group) => Number.parseInt(group, 2).toString(16)).join(':')}]`).hostname.slice(
    1,
    -1,
  );
}

const family = fc.constantFrom(4 as const, 6 as const);

const bitsOf = (length: number) =>
  fc.array(fc.constantFrom('0', '1'), { minLength: length, maxLength: length }).map((bits) => bits.join(''));

const prefix: fc.Arbitrary<Prefix> = family.chain((family) =>
  fc.nat(widthOf(family)).chain((length) => bitsOf(length).map((bits) => ({ family, bits }))),
);

/** Two prefixes that are often one in the other, and often differ in one bit only. */
const neighbours = fc
  .tuple(family, fc.boolean(), fc.boolean())
  .chain(([family, sameFamily, flip]) =>
    fc.tuple(
      bitsOf(widthOf(family)),
      fc.nat(widthOf(family)),
      fc.nat(widthOf(family)),
      fc.nat(widthOf(family) - 1),
      fc.constant({ family, sameFamily, flip }),
    ),
  )
  .map(([bits, oneLength, otherLength, position, { family, sameFamily, flip }]): [Prefix, Prefix] => {
    const flipped = bits.slice(0, position) + (bits[position] === '0' ? '1' : '0') + bits.slice(position + 1);
    const otherFamily = sameFamily ? family : family === 4 ? 6 : 4;
    return [
      { family, bits: bits.slice(0, oneLength) },
      { family: otherFamily, bits: (flip ? flipped : bits).slice(0, Math.min(otherLength, widthOf(otherFamily))) },
    ];
  });

const noNetwork = {
  reason: 'It is not a network in CIDR notation.',
  remedy: 'Write, for example, "192.168.1.0/24".',
};

test.each([
  ['192.168.1.0/24', 4, '192.168.1.0/24'],
  ['0.0.0.0/0', 4, '0.0.0.0/0'],
  ['255.255.255.255/32', 4, '255.255.255.255/32'],
  ['10.0.0.0/8', 4, '10.0.0.0/8'],
  ['fd00::/8', 6, 'fd00::/8'],
  ['::/0', 6, '::/0'],
  ['2001:DB8:0:0:1:0:0:0/80', 6, '2001:db8:0:0:1::/80'],
  ['fd00:0::1/128', 6, 'fd00::1/128'],
])('%s is an IPv%i prefix, written %s', (text, family, canonical) => {
  const cidr = Cidr.parse(text);
  expect(cidr.family).toBe(family);
  expect(cidr.toString()).toBe(canonical);
});

test.each([
  ['192.168.1.5/24', '192.168.1.0/24'],
  ['192.168.1.1/31', '192.168.1.0/31'],
  ['128.0.0.0/0', '0.0.0.0/0'],
  ['100.109.244.71/16', '100.109.0.0/16'],
  ['fd00::1/64', 'fd00::/64'],
  ['8000::/0', '::/0'],
  ['fd00::1/127', 'fd00::/127'],
])('host bits are refused with the masked prefix as the suggestion: %s', (text, masked) => {
  expect(refusalOf(Cidr.parse, text)).toEqual({ reason: 'Host bits are set.', remedy: `Write "${masked}".` });
});

test.each([
  ['10.0.0.1', '10.0.0.1/32'],
  ['fd00::1', 'fd00::1/128'],
])('an address without a prefix length is refused: %s', (text, whole) => {
  const refusal = { reason: 'The prefix length is missing.', remedy: `Write "${whole}" for this one address.` };
  expect(refusalOf(Cidr.parse, text)).toEqual(refusal);
});

test.each([
  ['10.0.0.0/', 32],
  ['10.0.0.0/33', 32],
  ['10.0.0.0/-1', 32],
  ['10.0.0.0/08', 32],
  ['10.0.0.0/00', 32],
  ['10.0.0.0/8.0', 32],
  ['10.0.0.0/1e1', 32],
  ['10.0.0.0/ 8', 32],
  ['10.0.0.0/8 ', 32],
  ['10.0.0.0/255.0.0.0', 32],
  ['10.0.0.0/8; reboot', 32],
  ['fd00::/129', 128],
  ['fd00::/1000', 128],
])('a malformed prefix length is refused: "%s"', (text, bits) => {
  expect(refusalOf(Cidr.parse, text)).toEqual({
    reason: `The prefix length must be a whole number from 0 to ${bits}.`,
    remedy: 'Write, for example, "/24".',
  });
});

test.each([
  undefined,
  null,
  24,
  ['10.0.0.0/8'],
  '',
  '/',
  '/24',
  'eth0',
  'localhost/32',
  '192.168.1/24',
  '192.168.01.0/24',
  '0xc0.168.1.0/24',
  '3232235776/24',
  '256.0.0.0/8',
  ' 10.0.0.0/8',
  '10.0.0.0 /8',
  '10.0.0.0/8/8',
  '10.0.0.0/8,10.1.0.0/16',
  'fd00/8',
  'fd00:::/8',
  '[fd00::]/8',
  'fe80::%eth0/64',
  '$(reboot)',
])('what is no network is refused: %p', (value) => {
  expect(refusalOf(Cidr.parse, value)).toEqual(noNetwork);
});

test.each(['::1.2.3.4/128', '::ffff:10.0.0.0/104', '64:ff9b::1.2.3.4/128'])(
  'IPv4 inside IPv6 is refused, because ipaddr.js takes one for the other: %s',
  (text) => {
    expect(refusalOf(Cidr.parse, text)).toEqual(noNetwork);
  },
);

test('canonical text survives a round trip', () => {
  fc.assert(
    fc.property(prefix, (prefix) => {
      const cidr = cidrOf(prefix);
      expect(cidr.toString()).toBe(textOf(prefix));
      expect(cidr.family).toBe(prefix.family);
      expect(cidr.toString()).toMatch(/^[0-9a-f.:]+\/\d+$/);
    }),
    { numRuns: 300 },
  );
});

test('of any address and prefix length, the masked prefix parses, and host bits are refused with it', () => {
  const addressAndLength = family.chain((family) =>
    fc.tuple(fc.constant(family), bitsOf(widthOf(family)), fc.nat(widthOf(family))),
  );
  fc.assert(
    fc.property(addressAndLength, ([family, bits, length]) => {
      const masked = textOf({ family, bits: bits.slice(0, length) });
      const refusal = refusalOf(Cidr.parse, `${addressText(family, bits)}/${length}`);
      if (bits.includes('1', length)) {
        expect(refusal).toEqual({ reason: 'Host bits are set.', remedy: `Write "${masked}".` });
      } else {
        expect(refusal).toBeUndefined();
      }
      expect(Cidr.parse(masked).toString()).toBe(masked);
    }),
    { numRuns: 300 },
  );
});

test('a prefix contains another one when that begins with the same bits', () => {
  fc.assert(
    fc.property(neighbours, ([one, other]) => {
      const contains = one.family === other.family && other.bits.startsWith(one.bits);
      expect(cidrOf(one).contains(cidrOf(other))).toBe(contains);
    }),
    { numRuns: 500 },
  );
});

test('two prefixes overlap when the ranges of their addresses meet, whichever is asked', () => {
  fc.assert(
    fc.property(neighbours, ([one, other]) => {
      const meet = one.family === other.family && firstOf(one) <= lastOf(other) && firstOf(other) <= lastOf(one);
      expect(cidrOf(one).overlaps(cidrOf(other))).toBe(meet);
      expect(cidrOf(other).overlaps(cidrOf(one))).toBe(meet);
    }),
    { numRuns: 500 },
  );
});

test('among all IPv4 prefixes of 100.64.0.0/29, contains agrees with counting addresses', () => {
  const range = (text: string) => {
    const [address = '', length] = text.split('/');
    const first = Number(address.split('.')[3]);
    return Array.from({ length: 2 ** (32 - Number(length)) }, (_, index) => first + index);
  };
  const all = [29, 30, 31, 32].flatMap((length) =>
    Array.from({ length: 2 ** (length - 29) }, (_, index) => `100.64.0.${index * 2 ** (32 - length)}/${length}`),
  );
  for (const one of all) {
    for (const other of all) {
      const [ours, theirs] = [new Set(range(one)), new Set(range(other))];
      expect(Cidr.parse(one).contains(Cidr.parse(other))).toBe(theirs.isSubsetOf(ours));
      expect(Cidr.parse(one).overlaps(Cidr.parse(other))).toBe(!theirs.isDisjointFrom(ours));
    }
  }
});

test('prefixes of different families have nothing in common', () => {
  expect(Cidr.parse('0.0.0.0/0').overlaps(Cidr.parse('::/0'))).toBe(false);
  expect(Cidr.parse('::/0').contains(Cidr.parse('0.0.0.0/0'))).toBe(false);
});

test('any text is either refused as an invalid value, or canonical after one parse', () => {
  const text = fc.oneof(
    fc.string(),
    fc
      .array(fc.constantFrom('0', '1', '255', 'fd', '.', ':', '::', '/', '%', '24', ' '))
      .map((parts) => parts.join('')),
    fc.oneof(fc.ipV4(), fc.ipV4Extended(), fc.ipV6()).chain((address) => fc.nat(130).map((n) => `${address}/${n}`)),
  );
  fc.assert(
    fc.property(text, (text) => {
      if (refusalOf(Cidr.parse, text) !== undefined) return;
      const canonical = Cidr.parse(text).toString();
      expect(Cidr.parse(canonical).toString()).toBe(canonical);
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['192.168.1.0/24', '192.168.1.1'],
  ['10.0.0.0/8', '10.0.0.1'],
  ['10.0.0.6/31', '10.0.0.6'],
  ['10.0.0.7/32', '10.0.0.7'],
  ['0.0.0.0/0', '0.0.0.1'],
  ['fd00::/64', 'fd00::1'],
])('the first host of %s is %s', (cidr, host) => {
  expect(Cidr.parse(cidr).firstHost()).toBe(host);
});
