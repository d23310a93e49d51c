import { expect, test } from '@jest/globals';
import { parseInterfaceName } from '../../lib/network/interface-name.ts';
import { refusalOf } from '../support/refusals.ts';

test.each(['w', 'wt0', 'eth0.100', 'br-lan_1', 'abcdefghijklmno', 'WT0', '!wt0', 'w+', '...'])(
  'what the kernel accepts is accepted as it is: %s',
  (name) => {
    expect(parseInterfaceName(name)).toBe(name);
  },
);

test.each([undefined, null, 0, ['wt0'], '', 'abcdefghijklmnop', 'wté', 'wt 0', ' wt0', 'wt0\t', 'wt0\n', 'wt\u00000'])(
  'a name of other than 1 to 15 visible characters of ASCII is refused: %p',
  (value) => {
    expect(refusalOf(parseInterfaceName, value)).toEqual({
      reason: 'The name of an interface has 1 to 15 characters of ASCII, none of them blank.',
      remedy: 'Write, for example, "wt0".',
    });
  },
);

test.each(['wt/0', '/', 'wt:0', 'wt%d', '.', '..'])(
  'a name that the kernel would refuse or change is refused: %p',
  (value) => {
    expect(refusalOf(parseInterfaceName, value)).toEqual({
      reason: 'The name of an interface has no "/", ":" or "%", and is not "." or "..".',
      remedy: 'Write, for example, "wt0".',
    });
  },
);
