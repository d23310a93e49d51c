import { describe, expect, test } from '@jest/globals';
import { type DeviceVerdict, decodeDevices, deviceVerdict } from '../../lib/cilium/device-filter.ts';
import { refusalOf } from '../support/refusals.ts';

const VERSIONS = ['1.15', '1.16', '1.17', '1.18', '1.19', '1.20'] as const;
const hasExclusions = (version: string) => version === '1.19' || version === '1.20';

type Row = [devices: string | undefined, before119: DeviceVerdict, from119: DeviceVerdict];

// The rows of the handbook for wt0, with each of the spellings that they list.
const ROWS: Row[] = [
  [undefined, 'auto-detected', 'auto-detected'],
  ['', 'auto-detected', 'auto-detected'],
  ['   ', 'auto-detected', 'auto-detected'],
  ['\t\n', 'auto-detected', 'auto-detected'],
  ['eth0', 'not-selected', 'not-selected'],
  ['eth+', 'not-selected', 'not-selected'],
  ['eth0,', 'not-selected', 'not-selected'],
  ['eth0 wt0', 'selected', 'selected'],
  ['eth0,wt0', 'selected', 'selected'],
  ['eth0\nwt0', 'selected', 'selected'],
  ['eth0\twt0', 'selected', 'selected'],
  ['eth0, wt0', 'not-selected', 'not-selected'],
  ['eth0,wt0 ens3', 'not-selected', 'not-selected'],
  ['eth0 ,wt0', 'selected', 'selected'],
  ['w+', 'selected', 'selected'],
  ['wt++', 'selected', 'selected'],
  ['wt0+', 'selected', 'selected'],
  ['+', 'selected', 'selected'],
  ['!wt0', 'not-selected', 'excluded'],
  ['!+', 'not-selected', 'excluded'],
  ['eth0 !wt0', 'not-selected', 'excluded'],
  ['!wt0 +', 'selected', 'excluded'],
  ['!wt+ +', 'selected', 'excluded'],
  ['!wt0 wt+', 'selected', 'excluded'],
  ['+ !wt0', 'selected', 'selected'],
  ['wt+ !wt0', 'selected', 'selected'],
  ['! wt0', 'selected', 'selected'],
  ['!!wt0', 'not-selected', 'not-selected'],
  ['WT0', 'not-selected', 'not-selected'],
  ['w*', 'not-selected', 'not-selected'],
  ['wt', 'not-selected', 'not-selected'],
  ['eth0;wt0', 'not-selected', 'not-selected'],
];

describe.each(VERSIONS)('Cilium %s', (ciliumVersion) => {
  test.each(ROWS)('%j decides about wt0', (devices, before119, from119) => {
    const verdict = hasExclusions(ciliumVersion) ? from119 : before119;
    expect(deviceVerdict(devices, 'wt0', { ciliumVersion })).toBe(verdict);
    expect(deviceVerdict(devices, 'wt0', { ciliumVersion, forceDeviceDetection: false })).toBe(verdict);
  });

  test.each(ROWS)('%j, with force, leaves to auto-detection what matches nothing', (devices, before119, from119) => {
    const verdict = hasExclusions(ciliumVersion) ? from119 : before119;
    const forced = verdict === 'not-selected' && ciliumVersion !== '1.15' ? 'auto-detected' : verdict;
    expect(deviceVerdict(devices, 'wt0', { ciliumVersion, forceDeviceDetection: true })).toBe(forced);
  });

  test('dummy+ selects dummy0 and dummy1, as in the tests of Cilium', () => {
    expect(deviceVerdict('dummy+', 'dummy0', { ciliumVersion })).toBe('selected');
    expect(deviceVerdict('dummy+', 'dummy1', { ciliumVersion })).toBe('selected');
    expect(deviceVerdict('dummy+', 'eth0', { ciliumVersion })).toBe('not-selected');
  });

  test('the first match wins, as in the tests of Cilium', () => {
    const verdict = (name: string) => deviceVerdict('!dummy-ex+,!dummy1,dummy+,!dummy0', name, { ciliumVersion });
    expect(verdict('dummy0')).toBe('selected');
    expect(verdict('dummy1')).toBe(hasExclusions(ciliumVersion) ? 'excluded' : 'selected');
    expect(verdict('dummy-ex0')).toBe(hasExclusions(ciliumVersion) ? 'excluded' : 'selected');
    expect(verdict('wt0')).toBe('not-selected');
  });
});

// The two rows with force of the handbook, written out. Before 1.16 there is no such key.
test.each<[string, string, DeviceVerdict]>([
  ['eth0', '1.15', 'not-selected'],
  ['eth0', '1.16', 'auto-detected'],
  ['eth0', '1.17', 'auto-detected'],
  ['eth0', '1.18', 'auto-detected'],
  ['eth0', '1.19', 'auto-detected'],
  ['eth0', '1.20', 'auto-detected'],
  ['!wt0', '1.15', 'not-selected'],
  ['!wt0', '1.16', 'auto-detected'],
  ['!wt0', '1.17', 'auto-detected'],
  ['!wt0', '1.18', 'auto-detected'],
  ['!wt0', '1.19', 'excluded'],
  ['!wt0', '1.20', 'excluded'],
])('%s with force on %s: wt0 is %s', (devices, ciliumVersion, verdict) => {
  expect(deviceVerdict(devices, 'wt0', { ciliumVersion, forceDeviceDetection: true })).toBe(verdict);
});

test.each([
  ['eth0 ,wt0', 'not-selected'],
  ['eth0, wt0', 'selected'],
  ['eth0,wt0 ens3', 'selected'],
])('"%s" decides about eth0: %s', (devices, verdict) => {
  for (const ciliumVersion of VERSIONS) expect(deviceVerdict(devices, 'eth0', { ciliumVersion })).toBe(verdict);
});

test.each<[string | undefined, string[]]>([
  [undefined, []],
  ['', []],
  [' \t\r\n\v\f', []],
  ['eth0', ['eth0']],
  ['  eth0   eth1\n', ['eth0', 'eth1']],
  ['eth0,eth1', ['eth0', 'eth1']],
  ['eth0, eth1', ['eth0', ' eth1']],
  [' eth0 ,eth1 ', ['eth0 ', 'eth1']],
  ['eth0,', ['eth0', '']],
  [',', ['', '']],
  ['eth0;eth1', ['eth0;eth1']],
])('%j is the list %j', (devices, entries) => {
  expect(decodeDevices(devices)).toEqual(entries);
});

test('blanks are those of Go: U+0085 separates, U+FEFF and U+200B do not', () => {
  expect(decodeDevices('\u0085eth0\u0085\u00a0wt0\u3000')).toEqual(['eth0', 'wt0']);
  expect(decodeDevices('\ufeffeth0\u200bwt0')).toEqual(['\ufeffeth0\u200bwt0']);
});

test.each(['1.14', '1.14.20', 'v1.13.1', '1.9'])('versions below 1.15 throw: %s', (ciliumVersion) => {
  expect(refusalOf(() => deviceVerdict('eth0', 'wt0', { ciliumVersion }), undefined)).toEqual({
    reason: 'Versions of Cilium before 1.15 select devices by other rules.',
    remedy: 'Upgrade Cilium, then write, for example, "1.16".',
  });
});

test('what is no version throws, also for an empty list', () => {
  expect(refusalOf(() => deviceVerdict('', 'wt0', { ciliumVersion: 'latest' }), undefined)).toEqual({
    reason: 'It is not a version of Cilium.',
    remedy: 'Write, for example, "1.16".',
  });
});

test.each(['1.21', '1.99.1'])('%s is taken to behave like 1.20', (ciliumVersion) => {
  const alike = { ciliumVersion, forceDeviceDetection: true };
  expect(deviceVerdict('!wt0', 'wt0', alike)).toBe('excluded');
  expect(deviceVerdict('eth0', 'wt0', alike)).toBe('auto-detected');
});

test('patch versions do not matter', () => {
  expect(deviceVerdict('!wt0', 'wt0', { ciliumVersion: 'v1.18.9' })).toBe('not-selected');
  expect(deviceVerdict('!wt0', 'wt0', { ciliumVersion: '1.19.0' })).toBe('excluded');
});
