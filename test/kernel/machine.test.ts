import { expect, test } from '@jest/globals';
import { whatIsMissing } from './machine.ts';

test('programs that are missing are named, with the packages to install', () => {
  expect(whatIsMissing('/nowhere')).toBe(
    'not found: unshare, nsenter, setpriv, ip, iptables (Debian: apt-get install util-linux iproute2 iptables)',
  );
});
