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
  const { findings } = devices(text('eth0, wt0'), [eth0, nodeConfig('a', 'other', { devices: 'wt0' })], '1.16', 'wt0');
  expect(findings[0]?.cause).toContain('has not been restarted since');
});

test.each([
  ['safe, and was not when it started', 'eth0', 'wt0', 'has not been restarted since', 'Restart the agent'],
  ['safe, as it was when it started', 'eth0', 'eth0', 'By what it read when it started it should not', 'report it'],
  ['unsafe, as it was when it started', 'wt0', 'wt0', 'It comes from ConfigMap', 'Correct it where it comes from'],
  ['unsafe, and was otherwise when it started', 'wt0', 'w+', 'read another configuration', 'Correct it'],
])('wt0 is used, and the configuration is %s', (_, now, then, cause, fix) => {
  const { findings } = devices(text('eth0, wt0'), [configMap({ devices: now })], '1.16', then);
  expect(findings).toMatchObject([{ cause: expect.stringContaining(cause), fix: expect.stringContaining(fix) }]);
});

test('what selects wt0 since the start takes it as soon as it is there', () => {
  const { findings } = devices(text('eth0'), [configMap({ devices: 'eth0 wt0' })], '1.16', 'eth0 wt0');
  expect(findings).toMatchObject([
    { what: 'Cilium will take wt0 on k8s-worker1', cause: expect.stringContaining('the interface is not up') },
  ]);
});

test('a ConfigMap that is gone, or is called otherwise than the DaemonSet says, is missed', () => {
  const renamed = [configMap({ devices: 'eth0' }, 'cilium-own'), daemonSet({}, ['--source=config-map:cilium-own'])];
  expect(devices(text('eth0'), renamed).findings).toEqual([]);
  for (const objects of [[], [eth0, daemonSet({}, ['--source=config-map:cilium-own'])]]) {
    expect(devices(text('eth0'), objects).findings).toMatchObject([
      { severity: 'problem', what: expect.stringMatching(/^the ConfigMap kube-system\/cilium-\w+ of Cilium does not/) },
    ]);
  }
});

test('an agent that does not run is said, with its last lines, and what it will take', () => {
  const ended = { exitCode: 1, reason: 'Error', message: 'level=info\nlevel=fatal msg="no devices"\n' };
  const status = {
    name: 'cilium-agent',
    ready: false,
    restartCount: 7,
    state: { waiting: { reason: 'CrashLoopBackOff' } },
    lastState: { terminated: ended },
  };
  const evidence = { agent: answered({ ...agent('1.16'), status }), objects: answered([configMap({})]) };
  expect(ciliumDevices.judge(evidence, known).findings).toMatchObject([
    {
      what: "Cilium's agent on k8s-worker1 does not run (CrashLoopBackOff)",
      cause: expect.stringContaining('its last lines: level=info | level=fatal msg="no devices".'),
      fix: expect.stringContaining('kubectl -n kube-system logs cilium-abcde -c cilium-agent --previous'),
    },
    { what: 'Cilium will take wt0 on k8s-worker1 when its agent starts again' },
  ]);
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

test('agents are restarted only for what they read when they start', () => {
  const l2 = {
    apiVersion: 'cilium.io/v2alpha1',
    kind: 'CiliumL2AnnouncementPolicy',
    metadata: { name: 'lan' },
    spec: { interfaces: ['^wt0$'], loadBalancerIPs: true },
  };
  const objects = [configMap({ devices: 'eth0', 'install-no-conntrack-iptables-rules': 'true' }), l2];
  const evidence = { agent: answered(agent('1.16')), objects: answered(objects) };
  const { findings } = ciliumSettings.judge(evidence, known);
  expect(findings.map(({ what, fix }) => [what.split(' ')[0], /rollout restart daemonset\/cilium/.test(fix)])).toEqual(
    expect.arrayContaining([
      ['ConfigMap', true],
      ['CiliumL2AnnouncementPolicy', false],
    ]),
  );
});
