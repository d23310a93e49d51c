import { expect, test } from '@jest/globals';
import { tunnelSelected } from '../../../lib/cilium/rules/tunnel-selected.ts';
import { ask, configMap, helm, nodeConfig, objects } from '../../support/cilium.ts';

const verdicts = (values: object, cilium?: string) => tunnelSelected(helm(values), ask(cilium)).map((f) => f.verdict);

const everywhere = 'unsafe on every version';
const before19 = 'unsafe on 1.15–1.18, safe from 1.19';

test.each<[string, object, string[]]>([
  ['absent', {}, [everywhere]],
  ['null', { devices: null }, [everywhere]],
  ['empty', { devices: '' }, [everywhere]],
  ['blanks', { devices: ' \t\n' }, [everywhere]],
  ['an empty list', { devices: [] }, [everywhere]],
  ['eth0', { devices: 'eth0' }, []],
  ['eth+', { devices: 'eth+' }, []],
  ['eth0,', { devices: 'eth0,' }, []],
  ['a list of others', { devices: ['eth0', 'eth1'] }, []],
  ['a list with it', { devices: ['eth0', 'wt0'] }, [everywhere]],
  ['a list with it in one entry', { devices: ['eth0 wt0'] }, [everywhere]],
  ['blanks between', { devices: 'eth0 wt0' }, [everywhere]],
  ['a comma between', { devices: 'eth0,wt0' }, [everywhere]],
  ['a newline between', { devices: 'eth0\nwt0' }, [everywhere]],
  ['a prefix', { devices: 'w+' }, [everywhere]],
  ['everything', { devices: '+' }, [everywhere]],
  ['an exclusion that nothing includes', { devices: '!wt0' }, []],
  ['an exclusion before everything', { devices: '!wt0 +' }, [before19]],
  ['an exclusion after everything', { devices: '+ !wt0' }, [everywhere]],
  ['an exclusion with a blank', { devices: '! wt0' }, [everywhere]],
  ['other names', { devices: '!!wt0 WT0 w* wt eth0;wt0' }, []],
  ['force with a list', { devices: 'eth0', forceDeviceDetection: true }, ['unsafe from 1.16, safe on 1.15']],
  [
    'force with an exclusion',
    { devices: '!wt0', forceDeviceDetection: true },
    ['unsafe on 1.16–1.18, safe on 1.15 and from 1.19'],
  ],
  [
    'force, and separators that 1.15 takes otherwise',
    { devices: 'eth0, ens3', forceDeviceDetection: true },
    ['unsafe on 1.15, safe from 1.16', 'unsafe from 1.16, safe on 1.15'],
  ],
  ['force without a list', { forceDeviceDetection: true }, [everywhere]],
  ['a blank after the comma', { devices: 'eth0, wt0' }, ['unsafe on 1.15, safe from 1.16']],
  ['a blank after the second comma', { devices: 'eth0,wt0 ens3' }, ['unsafe on 1.15, safe from 1.16']],
  ['a blank before the comma', { devices: 'eth0 ,wt0' }, [everywhere]],
])('without a version, %s: %j', (_, values, expected) => {
  expect(verdicts(values)).toEqual(expected);
});

test.each([
  ['!wt0 +', '1.18', ['wt0 is selected on Cilium 1.18']],
  ['!wt0 +', '1.19', []],
  ['', '1.16', ['wt0 is auto-detected on Cilium 1.16']],
  ['eth0, wt0', '1.15', ['wt0 is possibly selected on Cilium 1.15']],
  ['eth0, wt0', '1.16', []],
  ['!wt0 +', '1.21', [before19]],
])('devices %j on %s', (devices, cilium, expected) => {
  expect(verdicts({ devices }, cilium)).toEqual(expected);
});

test('a finding says where, what, why, and what to write', () => {
  expect(tunnelSelected(helm({ devices: ['eth0', 'w+'] }), ask('1.16'))).toEqual([
    {
      rule: 'tunnel-selected',
      severity: 'error',
      place: 'values.yaml: devices',
      value: '"eth0 w+"',
      verdict: 'wt0 is selected on Cilium 1.16',
      reason: 'The entry "w+" is the first that matches, and a + at the end makes a prefix of it.',
      source: "cilium#44982, and Cilium's device filter: pkg/datapath/linux/devices_controller.go",
      remedy: 'Name the interfaces that Cilium shall use, for example eth0.',
    },
  ]);
});

test.each<[string, object, string, string]>([
  [
    'the entry that names it',
    { devices: 'eth0 wt0' },
    'The entry "wt0" is the first that matches, and names it.',
    'Name the interfaces that Cilium shall use, for example eth0.',
  ],
  [
    'no list',
    {},
    'Without a list Cilium detects its devices itself, and takes wt0 for one: the route to the overlay is enough.',
    'Name the interfaces that Cilium shall use, for example eth0.',
  ],
  [
    'force',
    { devices: 'eth0', forceDeviceDetection: true },
    'Forced detection adds what Cilium detects itself to the list, and it takes wt0 for a device: the route to the overlay is enough.',
    'Write false, or take it out.',
  ],
  [
    'commas and blanks',
    { devices: 'eth0, ens3' },
    'Cilium 1.15 splits the list at blanks, later versions at its commas: what it names depends on the version.',
    'Separate the names by single blanks, for example eth0 eth1.',
  ],
])('the reason, and what to write, of %s', (_, values, reason, remedy) => {
  expect(tunnelSelected(helm(values), ask())).toMatchObject([{ reason, remedy }]);
});

test('the key that forces detection is the place of its finding', () => {
  expect(tunnelSelected(helm({ devices: 'eth0', forceDeviceDetection: true }), ask('1.16'))).toMatchObject([
    { place: 'values.yaml: forceDeviceDetection', value: '"true"', remedy: 'Write false, or take it out.' },
  ]);
});

test('forced detection is told as such for a known version', () => {
  const forced = helm({ devices: 'eth0', forceDeviceDetection: true });
  expect(tunnelSelected(forced, ask('1.16'))).toMatchObject([{ verdict: 'wt0 is auto-detected on Cilium 1.16' }]);
});

test('an absent list is found where it would be written, without a value', () => {
  const [finding] = tunnelSelected(objects(configMap({ 'enable-ipv4': 'true' })), ask());
  expect(finding?.place).toBe('ConfigMap kube-system/cilium-config: data.devices');
  expect(finding).not.toHaveProperty('value');
});

test('a list of a megabyte is shortened', () => {
  const [finding] = tunnelSelected(helm({ devices: '+'.repeat(2 ** 20) }), ask());
  expect(finding?.value?.length).toBe(120);
});

test('a CiliumNodeConfig is judged by itself, when the node is not known', () => {
  const config = objects(configMap({ devices: 'eth0' }), nodeConfig('peer', 'peer', { devices: 'wt+' }));
  expect(tunnelSelected(config, ask())).toMatchObject([
    { place: 'CiliumNodeConfig kube-system/peer: spec.defaults.devices' },
  ]);
  expect(tunnelSelected(config, ask(undefined, { node: 'peer' }))).toHaveLength(1);
  expect(tunnelSelected(config, ask(undefined, { node: 'other' }))).toEqual([]);
});

test('of a CiliumNodeConfig alone, only what it says is judged', () => {
  const forced = { place: 'CiliumNodeConfig kube-system/a: spec.defaults.force-device-detection' };
  const findings = (defaults: object) => tunnelSelected(objects(nodeConfig('a', 'peer', defaults)), ask());
  expect(findings({ debug: 'true' })).toEqual([]);
  expect(findings({ devices: 'eth0' })).toEqual([]);
  expect(findings({ devices: '' })).toHaveLength(1);
  expect(findings({ devices: 'eth0', 'force-device-detection': 'true' })).toMatchObject([forced]);
  const verdict = 'unsafe from 1.16, safe on 1.15';
  expect(findings({ 'force-device-detection': 'true' })).toMatchObject([{ ...forced, verdict }]);
});

test('a CiliumNodeConfig that forces detection goes past the list of the ConfigMap', () => {
  const config = objects(configMap({ devices: 'eth0' }), nodeConfig('a', 'peer', { 'force-device-detection': 'true' }));
  const place = 'CiliumNodeConfig kube-system/a: spec.defaults.force-device-detection';
  expect(tunnelSelected(config, ask('1.16'))).toMatchObject([{ place }]);
  expect(tunnelSelected(config, ask('1.16', { node: 'peer' }))).toMatchObject([{ place }]);
  expect(tunnelSelected(config, ask('1.16', { node: 'other' }))).toEqual([]);
});

test('where a CiliumNodeConfig for every node pins the devices, an absent list in the ConfigMap is harmless', () => {
  const config = objects(configMap({}), nodeConfig('all', null, { devices: 'eth0' }));
  expect(tunnelSelected(config, ask())).toEqual([]);
});
