import { expect, test } from '@jest/globals';
import { parseUdpPort } from '../../lib/network/udp-port.ts';
import { refusalOf } from '../support/refusals.ts';

test.each([1, 51820, 65535])('a port is accepted as it is: %i', (port) => {
  expect(parseUdpPort(port)).toBe(port);
});

test.each([undefined, null, '51820', [51820], 0, -1, 1.5, 65536, Number.NaN, Number.POSITIVE_INFINITY])(
  'what is no port is refused: %p',
  (value) => {
    expect(refusalOf(parseUdpPort, value)).toEqual({
      reason: 'It is not a UDP port: a whole number from 1 to 65535.',
      remedy: 'Write, for example, 51820.',
    });
  },
);
