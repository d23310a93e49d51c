import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readCiliumStatus } from '../../../lib/doctor/readings/cilium-status.ts';

test('JSON has the devices, with addresses of which some are empty', () => {
  const replacement = {
    mode: 'True',
    deviceList: [
      { name: 'eth0', ip: ['192.168.1.221', ''] },
      { name: 'wt0', ip: null },
    ],
    devices: ['eth0', 'wt0'],
  };
  expect(readCiliumStatus(JSON.stringify({ 'kube-proxy-replacement': replacement }))).toEqual({
    devices: ['eth0', 'wt0'],
  });
});

test('JSON without a list of devices has their names', () => {
  const status = { 'kube-proxy-replacement': { mode: 'Strict', devices: ['eth0'] } };
  expect(readCiliumStatus(JSON.stringify(status))?.devices).toEqual(['eth0']);
});

test.each([
  ['KubeProxyReplacement:   True   [eth0 192.168.1.221 fe80::1 (Direct Routing)]', ['eth0']],
  ['KubeProxyReplacement:    True    [eth0    192.168.1.221 (Direct Routing), wt0   100.109.244.71]', ['eth0', 'wt0']],
  [
    'KubeProxyReplacement:   Strict   [eth0 192.168.1.221 (Direct Routing),  wt0 100.109.244.71 fe80::2]',
    ['eth0', 'wt0'],
  ],
  ['KubeProxyReplacement:   Partial   [eth0 10.0.0.1]', ['eth0']],
  ['KubeProxyReplacement:   False   ', undefined],
  ['KubeProxyReplacement:   Disabled', undefined],
])('text of 1.14 to 1.20: %s', (line, names) => {
  const status = readCiliumStatus(
    `KVStore:                 Ok   Disabled\nKubernetes:              Ok         1.33\n${line}\nHost firewall:           Disabled\n`,
  );
  expect(status).toBeDefined();
  expect(status?.devices).toEqual(names);
});

test('what is neither is not guessed', () => {
  for (const output of ['', '{}', '{"kube-proxy-replacement": 1}', '{', 'Cilium: Ok']) {
    expect(readCiliumStatus(output)).toBeUndefined();
  }
});

test('whatever it is given, it does not throw', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.string().map((part) => `KubeProxyReplacement: True [${part}]`),
      ),
      (output) => void readCiliumStatus(output),
    ),
  );
});
