import { expect, test } from '@jest/globals';
import { CiliumVersion } from '../../../lib/cilium/cilium-version.ts';
import { ciliumDevices } from '../../../lib/doctor/checks/cilium-devices.ts';
import { ciliumSettings } from '../../../lib/doctor/checks/cilium-settings.ts';
import type { CiliumAgent } from '../../../lib/doctor/cilium-agent.ts';
import { answered, unanswered } from '../../../lib/doctor/cluster/answer.ts';
import { readCiliumStatus } from '../../../lib/doctor/readings/cilium-status.ts';
import { configMap, daemonSet, nodeConfig } from '../../support/cilium.ts';
import { forbidden, known, ran } from '../../support/examination.ts';

function agent(version: string | undefined): CiliumAgent {
  return {
    container: { namespace: 'kube-system', pod: 'cilium-abcde', container: 'cilium-agent' },
    nodeName: 'k8s-worker1',
    nodeLabels: { node: 'peer' },
    ...(version !== undefined && { version: CiliumVersion.parse(version) }),
  };
}

function devices(output: string, objects: readonly object[], version: string | undefined = '1.16', resolved = 'eth0') {
  const evidence = {
    agent: answered(agent(version)),
    status: answered(readCiliumStatus(output)),
    resolved: ran(resolved === '' ? '' : `/tmp/cilium/config-map/devices:${resolved}\n`),
    objects: answered(objects),
  };
  return ciliumDevices.judge(evidence, known);
}

const text = (list: string) =>
  `Cilium:  Ok   1.16.6\nKubeProxyReplacement:   True   [${list}]\nHost firewall:  Disabled\n`;
const eth0 = configMap({ devices: 'eth0' });

test.each(['1.15', '1.16', '1.17', '1.18', '1.19', '1.20', undefined])('only eth0 is well on %s', (version) => {
  expect(devices(text('eth0 192.168.1.221 fe80::1 (Direct Routing)'), [eth0], version).findings).toEqual([]);
});

test.each([
  ['ConfigMap', [configMap({ devices: 'eth0 wt0' })], 'ConfigMap kube-system/cilium-config: data.devices = "eth0 wt0"'],
  [
    'CiliumNodeConfig',
    [eth0, nodeConfig('z', 'peer', { devices: 'w+' })],
    'CiliumNodeConfig kube-system/z: spec.defaults.devices = "w+"',
  ],
  [
    'the last CiliumNodeConfig',
    [eth0, nodeConfig('a', 'peer', { devices: 'eth0' }), nodeConfig('b', null, { devices: 'wt0' })],
    'CiliumNodeConfig kube-system/b',
  ],
  ['an argument', [eth0, daemonSet({ args: ['--devices=wt0'] })], 'DaemonSet kube-system/cilium: args = "wt0"'],
  [
    'the environment',
    [eth0, daemonSet({ env: [{ name: 'CILIUM_DEVICES', value: 'wt0' }] })],
    'DaemonSet kube-system/cilium: env CILIUM_DEVICES = "wt0"',
  ],
  ['nothing is set', [configMap({})], 'data.devices is not set'],
  [
    'forced detection',
    [configMap({ devices: 'eth0', 'force-device-detection': 'true' })],
    'data.force-device-detection = "true"',
  ],
])('where wt0 comes from: %s', (_, objects, source) => {
  const { findings } = devices(text('eth0 192.168.1.221 (Direct Routing), wt0 100.109.244.71'), objects);
  expect(findings).toMatchObject([{ severity: 'problem', what: 'Cilium uses wt0 on k8s-worker1' }]);
  expect(findings[0]?.cause).toContain(source);
});

test('a CiliumNodeConfig for other nodes is not where it comes from', () => {
  const { findings } = devices(text('eth0, wt0'), [eth0, nodeConfig('a', 'other', { devices: 'wt0' })]);
  expect(findings[0]?.cause).toContain('has not been restarted since');
});

test('an exclusion is one from 1.19 on', () => {
  const objects = [configMap({ devices: '!wt0 +' })];
  expect(devices(text('eth0'), objects, '1.19').findings).toEqual([]);
  expect(devices(text('eth0'), objects, '1.18').findings).toMatchObject([
    { what: 'Cilium will take wt0 on k8s-worker1 when its agent starts again' },
  ]);
});

test('without kube-proxy replacement there is no list, and the configuration is judged', () => {
  expect(devices('KubeProxyReplacement:   False   \n', [eth0]).findings).toEqual([]);
  expect(devices('KubeProxyReplacement:   False   \n', [configMap({})]).findings).toMatchObject([
    { severity: 'problem' },
  ]);
});

test('an answer that is not understood is not known to be well', () => {
  expect(devices('panic: runtime error', [eth0]).findings).toMatchObject([
    { severity: 'unknown', failure: { kind: 'unintelligible' } },
  ]);
});

test('without the configuration, what is in use is judged all the same', () => {
  const evidence = {
    agent: answered(agent('1.16')),
    status: answered(readCiliumStatus(text('wt0'))),
    objects: forbidden,
  };
  expect(ciliumDevices.judge(evidence, known).findings.map(({ severity }) => severity)).toEqual(['problem', 'unknown']);
});

test('without an agent on the node nothing is known', () => {
  const missing = unanswered('not-found', 'No agent of Cilium runs on k8s-worker1.');
  expect(ciliumDevices.judge({ agent: missing, objects: answered([]) }, known).findings).toMatchObject([
    { severity: 'unknown' },
  ]);
});

test.each([
  ['install-no-conntrack-iptables-rules', 'problem', '1.16'],
  ['enable-bpf-tproxy', 'warning', '1.18'],
])('%s is a %s', (key, severity, version) => {
  const evidence = {
    agent: answered(agent(version)),
    objects: answered([configMap({ devices: 'eth0', [key]: 'true' })]),
  };
  expect(ciliumSettings.judge(evidence, known).findings).toMatchObject([
    { severity, what: expect.stringContaining(key) },
  ]);
});
