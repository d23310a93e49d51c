import { expect, test } from '@jest/globals';
import { unknownType } from '../../../lib/cilium/rules/unknown-type.ts';
import { ask, configMap, helm, nodeConfig, objects } from '../../support/cilium.ts';

test.each<[string, object, string]>([
  ['devices', { devices: 5 }, 'a string, or a list of strings'],
  ['devices', { devices: [null] }, 'a string, or a list of strings'],
  ['devices', { devices: ['eth0', 5] }, 'a string, or a list of strings'],
  ['devices', { devices: {} }, 'a string, or a list of strings'],
  ['devices', { devices: true }, 'a string, or a list of strings'],
  ['forceDeviceDetection', { forceDeviceDetection: 'false' }, 'true or false'],
  ['kubeProxyReplacement', { kubeProxyReplacement: 1 }, 'a string, or true or false'],
  ['nodePort', { nodePort: 'eth0' }, 'a mapping'],
  ['nodePort.directRoutingDevice', { nodePort: { directRoutingDevice: ['wt0'] } }, 'a string'],
  ['nodePort.addresses', { nodePort: { addresses: 5 } }, 'a string, or a list of strings'],
  ['loadBalancer.acceleration', { loadBalancer: { acceleration: true } }, 'a string'],
  ['egressMasqueradeInterfaces', { egressMasqueradeInterfaces: ['eth0'] }, 'a string'],
  ['bpf.tproxy', { bpf: { tproxy: 'true' } }, 'true or false'],
  ['bpf.masquerade', { bpf: { masquerade: 'true' } }, 'true or false'],
  ['installNoConntrackIptablesRules', { installNoConntrackIptablesRules: 1 }, 'true or false'],
  ['daemon.configSources', { daemon: { configSources: [] } }, 'a string'],
  ['daemon.blockedConfigOverrides', { daemon: { blockedConfigOverrides: ['devices'] } }, 'a string'],
  ['daemon.allowedConfigOverrides', { daemon: { allowedConfigOverrides: 5 } }, 'a string'],
  ['extraConfig', { extraConfig: [] }, 'a mapping'],
  ['extraConfig.devices', { extraConfig: { devices: 5 } }, 'a string, in quotes'],
  ['extraArgs', { extraArgs: '--devices=wt0' }, 'a list'],
  ['extraArgs[0]', { extraArgs: [{}] }, 'a string'],
  ['extraEnv', { extraEnv: {} }, 'a list'],
])('%s of %j', (path, values, expected) => {
  expect(unknownType(helm({ kubeProxyReplacement: true, ...values }), ask())).toMatchObject([
    { place: `values.yaml: ${path}`, reason: `It must be ${expected}.` },
  ]);
});

test('a finding says where, what, why, and what to write', () => {
  expect(unknownType(helm({ devices: 5 }), ask())).toEqual([
    {
      rule: 'unknown-type',
      severity: 'error',
      place: 'values.yaml: devices',
      value: '5',
      verdict: 'cannot be judged',
      reason: 'It must be a string, or a list of strings.',
      source: "values.schema.json of Cilium's chart, and the Kubernetes API",
      remedy: 'Write a string, or a list of strings, or take it out.',
    },
  ]);
});

test.each<[string, object]>([
  ['ConfigMap kube-system/cilium-config: data.force-device-detection', configMap({ 'force-device-detection': true })],
  ['ConfigMap kube-system/cilium-config: data.force-device-detection', configMap({ 'force-device-detection': 'yes' })],
  ['ConfigMap kube-system/cilium-config: data', configMap([])],
  ['CiliumNodeConfig kube-system/a: spec.defaults.devices', nodeConfig('a', null, { devices: ['eth0'] })],
  ['CiliumNodeConfig kube-system/a: spec.nodeSelector', { ...nodeConfig('a', null, {}), spec: { nodeSelector: 5 } }],
])('%s', (place, object) => {
  expect(
    unknownType(
      objects({
        ...object,
        metadata: { name: place.includes('ConfigMap ') ? 'cilium-config' : 'a', namespace: 'kube-system' },
      }),
      ask(),
    ),
  ).toMatchObject([{ place }]);
});

test('values that the schema allows are no finding', () => {
  const values = {
    devices: null,
    kubeProxyReplacement: 'true',
    bpf: { tproxy: null },
    daemon: { configSources: null },
  };
  expect(unknownType(helm(values), ask())).toEqual([]);
});

test('ConfigMaps that the agents do not read may hold what they like', () => {
  expect(unknownType(objects(configMap({ devices: 5 }, 'another')), ask())).toEqual([]);
});
