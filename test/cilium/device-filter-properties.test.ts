import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type DeviceVerdict, deviceVerdict } from '../../lib/cilium/device-filter.ts';
import { processorTime } from '../support/processor-time.ts';

// The handbook's text once more, in other words: characters in loops instead of expressions.
const GO_BLANKS =
  '\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a'.concat(
    '\u2028\u2029\u202f\u205f\u3000',
  );

function expectedVerdict(devices: string | undefined, name: string, minor: number, force: boolean): DeviceVerdict {
  for (const entry of expectedEntries(devices ?? '')) {
    const exclusion = minor >= 19 && entry[0] === '!';
    if (isMatch(exclusion ? entry.substring(1) : entry, name)) return exclusion ? 'excluded' : 'selected';
  }
  if (expectedEntries(devices ?? '').length === 0) return 'auto-detected';
  return minor >= 16 && force ? 'auto-detected' : 'not-selected';
}

function expectedEntries(devices: string): string[] {
  const words = [''];
  for (const character of devices) {
    if (GO_BLANKS.includes(character)) words.push('');
    else words.push(`${words.pop()}${character}`);
  }
  const named = words.filter((word) => word !== '');
  if (!devices.includes(',')) return named;
  const from = devices.indexOf(named[0] ?? '');
  const to = devices.lastIndexOf(named.at(-1) ?? '') + (named.at(-1) ?? '').length;
  return devices.substring(from, to).split(',');
}

function isMatch(pattern: string, name: string): boolean {
  if (!pattern.endsWith('+')) return pattern === name;
  const shorter = pattern.substring(0, pattern.length - 1);
  return name.indexOf(shorter) === 0 || isMatch(shorter, name);
}

const minor = fc.constantFrom(15, 16, 17, 18, 19, 20);
const minorWithExclusions = fc.constantFrom(19, 20);
const name = fc.constantFrom('wt0', 'eth0', 'w', 'wt+', '!wt0', 'ens3');
const blank = fc.constantFrom(' ', '\t', '\n', ' \r\n', '\u0085', '\u00a0', '\u3000');
const word = fc.oneof(
  fc.constantFrom('eth0', 'wt0', '!wt0', 'wt', 'w+', '!w+', '+', '!+', '!', '!!wt0', 'wt0+', 'WT0', 'e+', '++', 'wt0!'),
  fc.string({ unit: fc.constantFrom('!', '+', 'w', 't', '0', 'e', 'h'), maxLength: 5 }),
);
const devices = fc
  .array(fc.oneof({ weight: 3, arbitrary: word }, { weight: 2, arbitrary: blank }, fc.constantFrom(',', '\ufeff', ';')))
  .map((parts) => parts.join(''));

const verdict = (devices: string | undefined, interfaceName: string, minor: number, forceDeviceDetection = false) =>
  deviceVerdict(devices, interfaceName, { ciliumVersion: `1.${minor}`, forceDeviceDetection });

test('the verdict is that of the handbook', () => {
  fc.assert(
    fc.property(fc.option(devices, { nil: undefined }), name, minor, fc.boolean(), (devices, name, minor, force) => {
      expect(verdict(devices, name, minor, force)).toBe(expectedVerdict(devices, name, minor, force));
    }),
    { numRuns: 3000 },
  );
});

test('any string has a verdict', () => {
  const anyString = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), devices);
  fc.assert(
    fc.property(anyString, anyString, minor, fc.boolean(), (devices, name, minor, force) => {
      expect(['selected', 'auto-detected', 'not-selected', 'excluded']).toContain(verdict(devices, name, minor, force));
    }),
    { numRuns: 500 },
  );
});

test('a list of nothing but eth0 never selects wt0', () => {
  const separator = fc.oneof(blank, fc.constantFrom(',', ' ,', ', ', ',,'));
  const onlyEth0 = fc.array(separator, { maxLength: 6 }).map((separators) => `eth0${separators.join('eth0')}`);
  fc.assert(
    fc.property(onlyEth0, minor, (devices, minor) => {
      expect(verdict(devices, 'wt0', minor)).toBe('not-selected');
    }),
    { numRuns: 300 },
  );
});

test('what comes after the deciding entry changes nothing', () => {
  const entries = fc.array(word.filter((entry) => entry !== ''));
  const separator = fc.constantFrom(' ', ',', '\n');
  fc.assert(
    fc.property(entries, entries, separator, name, minor, (entries, appended, separator, name, minor) => {
      const before = verdict(entries.join(separator), name, minor);
      fc.pre(before === 'selected' || before === 'excluded');
      expect(verdict([...entries, ...appended].join(separator), name, minor)).toBe(before);
    }),
    { numRuns: 500 },
  );
});

test('behind an exclusion of everything, nothing is selected', () => {
  fc.assert(
    fc.property(fc.array(word), name, minorWithExclusions, fc.boolean(), (entries, name, minor, force) => {
      expect(verdict(['!+', ...entries].join(' '), name, minor, force)).toBe('excluded');
    }),
  );
});

const MEGABYTE = 2 ** 20;

test.each<[string, string, DeviceVerdict]>([
  ["'+'", '+'.repeat(MEGABYTE), 'selected'],
  ["'+' before a letter", `${'+'.repeat(MEGABYTE)}x`, 'not-selected'],
  ["'+' around a letter", `${'+'.repeat(MEGABYTE)}x+`, 'not-selected'],
  ["'+ '", '+ '.repeat(MEGABYTE), 'selected'],
  ["'!'", '!'.repeat(MEGABYTE), 'not-selected'],
  ["'!+' before a letter", `${'!+'.repeat(MEGABYTE)}x`, 'not-selected'],
  ['blanks', ' '.repeat(MEGABYTE), 'auto-detected'],
  ['blanks around one letter', `${' '.repeat(MEGABYTE)}x${'\t'.repeat(MEGABYTE)}`, 'not-selected'],
  ['blanks between two letters', `x${'\u3000'.repeat(MEGABYTE)}x`, 'not-selected'],
  ['commas', ','.repeat(MEGABYTE), 'not-selected'],
  ['names', 'eth0 '.repeat(MEGABYTE / 4), 'not-selected'],
])('a megabyte of %s takes less than a second', (_, devices, expected) => {
  const time = processorTime(() => {
    expect(verdict(devices, 'wt0', 20)).toBe(expected);
  });
  expect(time).toBeLessThan(1000);
});
