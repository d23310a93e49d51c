import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { bytesOf, parseByteQuantity } from '../../lib/network/byte-quantity.ts';
import { refusalOf } from '../support/refusals.ts';

test.each([
  '1Ki',
  '100Mi',
  '1023Mi',
  '1000Mi',
  '1536Mi',
  '1Gi',
  '5Ti',
  '3Pi',
  '1k',
  '1024k',
  '100M',
  '1G',
  '2T',
  '999P',
  '2E',
  '3Ei',
])('what the API server stores as it is written is accepted: %s', (quantity) => {
  expect(parseByteQuantity(quantity)).toBe(quantity);
});

test.each([
  undefined,
  null,
  100,
  ['100Mi'],
  '',
  '100',
  'Mi',
  '0Mi',
  '0100Mi',
  '-1Gi',
  '+1Gi',
  '1.5Gi',
  '1e3Mi',
  '100 Mi',
  '100MB',
  '100mi',
  '100K',
  '100ki',
  '100m',
  '100Mi\n',
  '1234567890123456Mi',
])('what is no amount of storage is refused: %p', (value) => {
  expect(refusalOf(parseByteQuantity, value)).toEqual({
    reason: 'It is not an amount of storage or memory: a whole number and a unit from Ki to Ei or from k to E.',
    remedy: 'Write, for example, "100Mi".',
  });
});

test.each([
  ['1024Ki', '1Mi'],
  ['1024Mi', '1Gi'],
  ['3072Mi', '3Gi'],
  ['1048576Ki', '1Gi'],
  ['1099511627776Ki', '1Pi'],
  ['1000k', '1M'],
  ['2000M', '2G'],
  ['1000000000k', '1T'],
  ['1024Pi', '1Ei'],
  ['2000P', '2E'],
])('%s is stored as %s, which is refused because it would stay OutOfSync', (value, stored) => {
  expect(refusalOf(parseByteQuantity, value)).toEqual({
    reason: `The API server stores it as "${stored}".`,
    remedy: `Write "${stored}".`,
  });
});

test('the form that is suggested is the same amount, and accepted', () => {
  const bytes = (quantity: string) => {
    const [, amount = '', unit = '', binary] = /^(\d+)([kKMGTPE])(i?)$/.exec(quantity) ?? [];
    return BigInt(amount) * (binary === 'i' ? 1024n : 1000n) ** BigInt('KMGTPE'.indexOf(unit.toUpperCase()) + 1);
  };
  const amount = fc.tuple(fc.integer({ min: 1, max: 5000 }), fc.constantFrom(1, 1000, 1024, 1000 ** 2, 1024 ** 2));
  const unit = fc.constantFrom('Ki', 'Mi', 'Gi', 'k', 'M', 'G');
  fc.assert(
    fc.property(amount, unit, ([number, factor], unit) => {
      const quantity = `${number * factor}${unit}`;
      const stored = /^Write "(.*)"\.$/.exec(refusalOf(parseByteQuantity, quantity)?.remedy ?? '')?.[1] ?? quantity;
      expect(bytes(stored)).toBe(bytes(quantity));
      expect(parseByteQuantity(stored)).toBe(stored);
      expect(Number.parseInt(stored, 10)).toBeLessThanOrEqual(number * factor);
    }),
  );
});

test.each([
  ['1Ki', 1024],
  ['100Mi', 100 * 1024 ** 2],
  ['1Ei', 1024 ** 6],
  ['1k', 1000],
  ['3G', 3e9],
])('%s is %d bytes', (quantity, bytes) => {
  expect(bytesOf(parseByteQuantity(quantity))).toBe(bytes);
});
