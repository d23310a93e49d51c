import { expect, test } from '@jest/globals';
import { parseCpuQuantity } from '../../lib/network/cpu-quantity.ts';
import { refusalOf } from '../support/refusals.ts';

test.each(['1m', '100m', '1500m', '10100m', '999999m', '1', '2', '100', '999'])(
  'what the API server stores as it is written is accepted: %s',
  (quantity) => {
    expect(parseCpuQuantity(quantity)).toBe(quantity);
  },
);

test.each([
  undefined,
  null,
  1,
  ['1'],
  '',
  '0',
  '0m',
  '01',
  '0.1',
  '1.5',
  '-1',
  '1000',
  '1000000m',
  '100M',
  '1 m',
  '1m\n',
])('what is no amount of CPU is refused: %p', (value) => {
  expect(refusalOf(parseCpuQuantity, value)).toEqual({
    reason: 'It is not an amount of CPU.',
    remedy: 'Write, for example, "100m" for a tenth of a processor.',
  });
});

test.each([
  ['1000m', '1'],
  ['2000m', '2'],
  ['100000m', '100'],
])('%s is stored as %s, which is refused because it would stay OutOfSync', (value, stored) => {
  expect(refusalOf(parseCpuQuantity, value)).toEqual({
    reason: `The API server stores it as "${stored}".`,
    remedy: `Write "${stored}".`,
  });
});
