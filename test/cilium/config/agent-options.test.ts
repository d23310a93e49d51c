import { expect, test } from '@jest/globals';
import { readArguments, readEnvironment } from '../../../lib/cilium/config/agent-options.ts';
import { decodeDevices, deviceVerdict } from '../../../lib/cilium/device-filter.ts';

const valuesOf = (args: readonly unknown[]) =>
  Object.fromEntries([...readArguments(args, String).layer].map(([key, { value, place }]) => [key, [value, place]]));

test.each<[string[], Record<string, [string, string]>]>([
  [['--devices=eth0'], { devices: ['eth0', '0'] }],
  [['--debug', '--devices', 'eth0'], { devices: ['eth0', '1'] }],
  [['--devices='], { devices: ['', '0'] }],
  [['--devices'], { devices: ['', '0'] }],
  [['--devices=eth0', '--devices=wt0'], { devices: ['eth0,wt0', '1'] }],
  [['--direct-routing-device=a', '--direct-routing-device=b'], { 'direct-routing-device': ['b', '1'] }],
  [
    ['--nodeport-addresses=10.0.0.0/8', '--nodeport-addresses=::/0'],
    { 'nodeport-addresses': ['10.0.0.0/8,::/0', '1'] },
  ],
  [
    ['--egress-masquerade-interfaces=a', '--egress-masquerade-interfaces=b'],
    { 'egress-masquerade-interfaces': ['a,b', '1'] },
  ],
  [['--force-device-detection'], { 'force-device-detection': ['true', '0'] }],
  [['--force-device-detection=false'], { 'force-device-detection': ['false', '0'] }],
  [['--force-device-detection', 'false'], { 'force-device-detection': ['true', '0'] }],
  [['--', '--devices=wt0'], {}],
  [['--enable-bpf-masquerade', 'x'], { 'enable-bpf-masquerade': ['true', '0'] }],
  [['--enable-bpf-tproxy', 'x'], { 'enable-bpf-tproxy': ['true', '0'] }],
  [['--install-no-conntrack-iptables-rules', 'x'], { 'install-no-conntrack-iptables-rules': ['true', '0'] }],
  [['--devices= eth0 '], { devices: [' eth0 ', '0'] }],
  [['--devices=a\nb'], { devices: ['a\nb', '0'] }],
  [['x--devices=wt0', '-devices=wt0', 'devices=wt0', '--device=wt0', '--devicesx=wt0', '--config-dir=/tmp'], {}],
])('%j', (args, expected) => {
  expect(valuesOf(args)).toEqual(expected);
  expect(readArguments(args, String).problems).toEqual([]);
});

test('blanks at the ends of a list of arguments are part of its names: only the ConfigMap is trimmed', () => {
  const { layer } = readArguments(['--devices= !wt0,+'], String);
  expect(decodeDevices(layer.get('devices')?.value)).toEqual(['', ' !wt0', '+', '']);
  expect(deviceVerdict(layer.get('devices')?.value, 'wt0', { ciliumVersion: '1.19' })).toBe('selected');
});

test('an argument with quotes is CSV, and is not judged', () => {
  expect(readArguments(['--devices="wt0"'], () => 'args').problems).toMatchObject([
    { kind: 'unreadable', place: 'args' },
  ]);
});

test('the environment has every key under CILIUM_', () => {
  const { layer, problems } = readEnvironment(
    [
      { name: 'CILIUM_DEVICES', value: 'wt0' },
      { name: 'CILIUM_FORCE_DEVICE_DETECTION', value: 'true' },
      { name: 'CILIUM_DIRECT_ROUTING_DEVICE', value: '' },
      { name: 'CILIUM_NODEPORT_ADDRESSES' },
      { name: 'DEVICES', value: 'wt0' },
      null,
    ],
    'env',
  );
  expect([...layer]).toEqual([
    ['devices', { value: 'wt0', place: 'env CILIUM_DEVICES' }],
    ['force-device-detection', { value: 'true', place: 'env CILIUM_FORCE_DEVICE_DETECTION' }],
  ]);
  expect(problems).toEqual([]);
});

test.each([undefined, null, []])('an agent without an environment (%p) has none', (variables) => {
  expect(readEnvironment(variables, 'env')).toEqual({ layer: new Map(), problems: [] });
});

test('of what is no list, only quotes around a name are a name of its own', () => {
  const { layer, problems } = readArguments(['--direct-routing-device="eth0"'], String);
  expect(problems).toEqual([]);
  expect(layer.get('direct-routing-device')?.value).toBe('"eth0"');
});

test('a variable whose value comes from elsewhere cannot be judged', () => {
  const fromConfigMap = { name: 'CILIUM_DEVICES', valueFrom: { configMapKeyRef: { name: 'a', key: 'b' } } };
  expect(readEnvironment([fromConfigMap], 'env').problems).toMatchObject([
    { kind: 'unreadable', place: 'env CILIUM_DEVICES' },
  ]);
});
