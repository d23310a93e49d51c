import { expect, test } from '@jest/globals';
import { CiliumConfig } from '../../../lib/cilium/config/cilium-config.ts';
import { AGENT_KEYS } from '../../../lib/cilium/config/settings.ts';
import { helm } from '../../support/cilium.ts';

/** Every key that the agents get from these values, and from where. */
function settingsOf(config: CiliumConfig) {
  const settings = config.settingsFor();
  return AGENT_KEYS.flatMap((key) => {
    const setting = settings.get(key);
    return setting === undefined ? [] : [[key, setting.value, setting.place]];
  });
}

test('each value becomes the key that the chart writes', () => {
  const config = helm({
    devices: ['eth0', 'eth1'],
    forceDeviceDetection: true,
    nodePort: { directRoutingDevice: 'eth0', addresses: ['10.0.0.0/8', '192.168.0.0/16'] },
    loadBalancer: { acceleration: 'native' },
    egressMasqueradeInterfaces: 'eth0 eth1',
    bpf: { masquerade: true, tproxy: false },
    installNoConntrackIptablesRules: false,
  });
  expect(settingsOf(config)).toEqual([
    ['devices', 'eth0 eth1', 'values.yaml: devices'],
    ['force-device-detection', 'true', 'values.yaml: forceDeviceDetection'],
    ['direct-routing-device', 'eth0', 'values.yaml: nodePort.directRoutingDevice'],
    ['bpf-lb-acceleration', 'native', 'values.yaml: loadBalancer.acceleration'],
    ['egress-masquerade-interfaces', 'eth0 eth1', 'values.yaml: egressMasqueradeInterfaces'],
    ['enable-bpf-masquerade', 'true', 'values.yaml: bpf.masquerade'],
    ['enable-bpf-tproxy', 'false', 'values.yaml: bpf.tproxy'],
    ['install-no-conntrack-iptables-rules', 'false', 'values.yaml: installNoConntrackIptablesRules'],
    ['nodeport-addresses', '10.0.0.0/8,192.168.0.0/16', 'values.yaml: nodePort.addresses'],
  ]);
  expect(config.problems).toEqual([]);
});

test('later wins: the chart, extraConfig, the environment, the arguments', () => {
  const devices = { devices: 'chart' };
  const extraConfig = { extraConfig: { devices: 'extra' } };
  const extraEnv = { extraEnv: [{ name: 'CILIUM_DEVICES', value: 'environment' }] };
  const extraArgs = { extraArgs: ['--debug', '--devices=argument'] };
  const of = (...values: object[]) => settingsOf(helm(Object.assign({}, ...values)));
  expect(of(devices)).toEqual([['devices', 'chart', 'values.yaml: devices']]);
  expect(of(devices, extraConfig)).toEqual([['devices', 'extra', 'values.yaml: extraConfig.devices']]);
  expect(of(devices, extraConfig, extraEnv)).toEqual([
    ['devices', 'environment', 'values.yaml: extraEnv: CILIUM_DEVICES'],
  ]);
  expect(of(devices, extraConfig, extraEnv, extraArgs)).toEqual([['devices', 'argument', 'values.yaml: extraArgs[1]']]);
});

test('a value that no file has would be written into the last', () => {
  const file = (name: string) => CiliumConfig.fromHelmValues({}, name);
  const placeIn = (...names: string[]) => CiliumConfig.combine(names.map(file)).settingsFor().placeOf('devices');
  expect(placeIn('a.yaml')).toBe('a.yaml: devices');
  expect(placeIn('a.yaml', 'b.yaml', 'c.yaml')).toBe('c.yaml: devices');
});

test('null is a value that is not there', () => {
  expect(settingsOf(helm({ devices: null, nodePort: null, bpf: { tproxy: null }, extraArgs: null }))).toEqual([]);
});

test('of several files the later overrides, value by value', () => {
  const file = (name: string, values: object) => CiliumConfig.fromHelmValues(values, name);
  const config = CiliumConfig.combine([
    file('a.yaml', { devices: 'eth0', nodePort: { directRoutingDevice: 'eth0' }, extraArgs: ['--devices=wt0'] }),
    file('b.yaml', { nodePort: { addresses: '10.0.0.0/8' }, extraArgs: [] }),
    file('c.yaml', { devices: 'eth1', nodePort: { directRoutingDevice: null } }),
  ]);
  expect(settingsOf(config)).toEqual([
    ['devices', 'eth1', 'c.yaml: devices'],
    ['nodeport-addresses', '10.0.0.0/8', 'b.yaml: nodePort.addresses'],
  ]);
});

test('a null in a later file takes back what an earlier one says in extraConfig', () => {
  const first = CiliumConfig.fromHelmValues({ extraConfig: { devices: 'eth0' }, devices: 'wt0' });
  const device = (later: object) => {
    const config = CiliumConfig.combine([first, CiliumConfig.fromHelmValues(later)]);
    expect(config.problems).toEqual([]);
    return config.settingsFor().get('devices')?.value;
  };
  expect(device({})).toBe('eth0');
  expect(device({ extraConfig: { devices: null } })).toBe('wt0');
  expect(device({ extraConfig: null })).toBe('wt0');
});
