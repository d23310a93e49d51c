import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { ApiObject, type App, Chart } from 'cdk8s';
import { parse } from 'yaml';
import type { CiliumDeviceGuardProps } from '../../lib/cilium/cilium-device-guard-props.ts';
import { CiliumDeviceGuard } from '../../lib/index.ts';
import { render } from '../../lib/synth/render.ts';
import { problemsFrom } from '../support/refusals.ts';
import { inTemporaryFolder } from '../support/repository.ts';

/** A site with the guard of the design document, some of its props otherwise, and some objects of Cilium's. */
function site(props: Partial<CiliumDeviceGuardProps> = {}, objects: readonly object[] = []) {
  return render((app: App) => {
    new CiliumDeviceGuard(new Chart(app, 'guard'), 'device-guard', {
      ciliumVersion: '1.16',
      devices: ['eth0'],
      forbid: ['wt0'],
      nodeSelector: { 'kubernetes.io/hostname': 'k8s-worker1' },
      ...props,
    });
    const cilium = new Chart(app, 'cilium');
    for (const [index, object] of objects.entries()) new ApiObject(cilium, `object-${index}`, object as never);
  });
}

const fieldsOf = (props: Partial<CiliumDeviceGuardProps>, objects: readonly object[] = []) =>
  problemsFrom(() => site(props, objects)).map(({ field }) => field);

const nodeConfig = (name: string, defaults: object, matchLabels: object = {}, namespace = 'kube-system') => ({
  apiVersion: 'cilium.io/v2',
  kind: 'CiliumNodeConfig',
  metadata: { name, namespace },
  spec: { defaults, nodeSelector: { matchLabels } },
});

test('by default, a CiliumNodeConfig pins the devices, and policies hold the door', () => {
  expect([...site().files.keys()]).toEqual([
    'guard/CiliumNodeConfig.netbird-device-guard.k8s.yaml',
    'guard/ValidatingAdmissionPolicy.netbird-device-guard-config-map.k8s.yaml',
    'guard/ValidatingAdmissionPolicyBinding.netbird-device-guard-config-map.k8s.yaml',
    'guard/ValidatingAdmissionPolicy.netbird-device-guard-config-map-left-alone.k8s.yaml',
    'guard/ValidatingAdmissionPolicyBinding.netbird-device-guard-config-map-left-alone.k8s.yaml',
    'guard/ValidatingAdmissionPolicy.netbird-device-guard-node-config.k8s.yaml',
    'guard/ValidatingAdmissionPolicyBinding.netbird-device-guard-node-config.k8s.yaml',
    'guard/ValidatingAdmissionPolicy.netbird-device-guard-daemon-set.k8s.yaml',
    'guard/ValidatingAdmissionPolicyBinding.netbird-device-guard-daemon-set.k8s.yaml',
  ]);
});

test('pinned by Helm values, there is a file for the release, with the lock, and no CiliumNodeConfig', () => {
  const { files } = site({ enforcement: 'helm-values' });
  expect([...files.keys()].filter((file) => file.includes('CiliumNodeConfig'))).toEqual([]);
  expect(files.get('helm-values/cilium.yaml')).toMatch(
    /^# Values for Cilium's chart\. Give this file after all others/,
  );
  expect(parse(files.get('helm-values/cilium.yaml') ?? '')).toEqual({
    devices: ['eth0'],
    forceDeviceDetection: false,
    daemon: { blockedConfigOverrides: 'devices,force-device-detection,direct-routing-device' },
  });
});

test('pinned by Helm values, a ConfigMap without devices is refused; pinned by node, it is not', () => {
  const policy = (enforcement: 'node-config' | 'helm-values') =>
    site({ enforcement }).files.get('guard/ValidatingAdmissionPolicy.netbird-device-guard-config-map.k8s.yaml');
  expect(policy('helm-values')).toContain('devices is empty');
  expect(policy('node-config')).not.toContain('devices is empty');
});

test('what a policy proposes is the whole list', () => {
  const policy = site({ devices: ['eth0', 'eth1'] }).files.get(
    'guard/ValidatingAdmissionPolicy.netbird-device-guard-config-map.k8s.yaml',
  );
  expect(policy).toContain('Write \\"eth0 eth1\\".');
});

test('without admission policies where a cluster has none', () => {
  expect([...site({ admission: 'none' }).files.keys()]).toEqual([
    'guard/CiliumNodeConfig.netbird-device-guard.k8s.yaml',
  ]);
});

test.each(['Warn', 'Audit'] as const)('in a roll-out, policies only %s', (admission) => {
  const binding = site({ admission }).files.get(
    'guard/ValidatingAdmissionPolicyBinding.netbird-device-guard-config-map.k8s.yaml',
  );
  expect(parse(binding ?? '').spec.validationActions).toEqual([admission]);
});

test('nodes are guarded where their labels and annotations are a source of configuration, and only there', () => {
  const nodePolicy = 'guard/ValidatingAdmissionPolicy.netbird-device-guard-node.k8s.yaml';
  const configSources = 'config-map:kube-system/cilium-config,cilium-node-config,node:$(NODE_NAME)';
  expect([...site({ configSources }).files.keys()]).toContain(nodePolicy);
  expect([...site({ helmValues: { daemon: { configSources } } }).files.keys()]).toContain(nodePolicy);
  expect([...site({ configSources: 'config-map:kube-system/node,cilium-node-config' }).files.keys()]).not.toContain(
    nodePolicy,
  );
});

test('each forbidden interface has its policies', () => {
  const names = [...site({ forbid: ['wt0', 'tailscale0'] }).files.keys()].filter((file) =>
    file.includes('-node-config'),
  );
  expect(names).toEqual([
    'guard/ValidatingAdmissionPolicy.netbird-device-guard-node-config.k8s.yaml',
    'guard/ValidatingAdmissionPolicyBinding.netbird-device-guard-node-config.k8s.yaml',
    'guard/ValidatingAdmissionPolicy.netbird-device-guard-2-node-config.k8s.yaml',
    'guard/ValidatingAdmissionPolicyBinding.netbird-device-guard-2-node-config.k8s.yaml',
  ]);
});

test('names and namespace of Cilium’s objects are those of the site', () => {
  const { files } = site({ namespace: 'cilium', configMapName: 'my-config', daemonSetName: 'agents' });
  const all = [...files.values()].join('---\n');
  expect(all).toContain("object.metadata.name == 'my-config'");
  expect(all).toContain("object.metadata.name == 'agents'");
  expect(all).not.toContain('kube-system');
});

test('safe Helm values pass', () => {
  expect(site({ helmValues: { devices: ['eth0'] } }).warnings).toEqual([]);
});

test('without devices of its own, the guard pins those of the Helm values', () => {
  const { files } = site({ devices: undefined, helmValues: { devices: 'eth0 eth1' } });
  const pinned = parse(files.get('guard/CiliumNodeConfig.netbird-device-guard.k8s.yaml') ?? '');
  expect(pinned.spec.defaults.devices).toBe('eth0 eth1');
});

test('Helm values that select the tunnel are refused, also when they are to be pinned', () => {
  expect(fieldsOf({ devices: undefined, helmValues: { devices: ['eth0', 'wt0'] } })).toEqual(['devices[1]']);
});

test('devices must come from somewhere', () => {
  expect(fieldsOf({ devices: undefined, helmValues: {} })).toEqual(['devices']);
});

test('Helm values without devices pass, because the node is pinned', () => {
  expect(fieldsOf({ helmValues: { kubeProxyReplacement: true } })).toEqual([]);
});

test('Helm values that choose the tunnel for routing are refused, with the whole story', () => {
  const [problem] = problemsFrom(() => site({ helmValues: { nodePort: { directRoutingDevice: 'wt0' } } }));
  expect(problem).toMatchObject({
    path: 'guard/device-guard',
    field: 'Helm values: nodePort.directRoutingDevice',
    value: expect.stringContaining('wt0'),
  });
  expect(problem?.reason).toContain('Cilium 1.16');
});

test('a file of Helm values is read, and named in what is wrong with it', () => {
  inTemporaryFolder((folder) => {
    const path = join(folder, 'values.yaml');
    writeFileSync(path, 'installNoConntrackIptablesRules: true\n');
    expect(fieldsOf({ helmValues: path })).toEqual([`${path}: installNoConntrackIptablesRules`]);
    const missing = join(folder, 'missing.yaml');
    for (const devices of [['eth0'], undefined]) {
      expect(problemsFrom(() => site({ devices, helmValues: missing }))).toEqual([
        {
          path: 'guard/device-guard',
          field: 'helmValues',
          value: JSON.stringify(missing),
          reason: 'The file cannot be read (ENOENT).',
          remedy: 'Give a file that exists and is readable.',
        },
      ]);
    }
  });
});

test('a warning does not stop the synth, and reaches the summary', () => {
  const { warnings } = site({ helmValues: { nodePort: { addresses: ['100.64.0.0/10'] } } });
  expect(warnings.map(({ path, field }) => [path, field])).toEqual([
    ['guard/device-guard', 'Helm values: nodePort.addresses'],
  ]);
});

test('both ways at once are refused: the lock makes the CiliumNodeConfig void', () => {
  const lock = { daemon: { blockedConfigOverrides: 'devices,force-device-detection,direct-routing-device' } };
  expect(fieldsOf({ helmValues: { devices: ['eth0'], ...lock } })).toEqual([
    'CiliumNodeConfig kube-system/netbird-device-guard: spec.defaults.devices',
    'CiliumNodeConfig kube-system/netbird-device-guard: spec.defaults.force-device-detection',
  ]);
  expect(fieldsOf({ helmValues: { devices: ['eth0'], ...lock }, enforcement: 'helm-values' })).toEqual([]);
});

test('values of the release that void the lock are refused', () => {
  const voided = { daemon: { allowedConfigOverrides: 'debug,devices,direct-routing-device' } };
  expect(problemsFrom(() => site({ helmValues: voided, enforcement: 'helm-values' }))).toEqual([
    {
      path: 'guard/device-guard',
      field: 'Helm values: daemon.allowedConfigOverrides',
      reason:
        'wt0 may be selected by a CiliumNodeConfig: It allows devices, direct-routing-device to be overridden, and makes the lock of helm-values/cilium.yaml void. (pkg/option/resolver/resolver.go)',
      remedy: 'Take these keys out of it.',
    },
  ]);
});

test('sources without CiliumNodeConfigs make the guard’s void, which is refused', () => {
  expect(problemsFrom(() => site({ configSources: 'config-map:cilium-config' }))).toEqual([
    {
      path: 'guard/device-guard',
      field: 'configSources',
      value: '"config-map:cilium-config"',
      reason: 'The agents would read no CiliumNodeConfig, and so not the one that pins the devices.',
      remedy: 'Add "cilium-node-config", or write enforcement: "helm-values".',
    },
  ]);
  expect(fieldsOf({ configSources: 'config-map:cilium-config', enforcement: 'helm-values' })).toEqual([]);
});

test('devices of the cluster that select the tunnel are refused by the synth as they would be by the API server', () => {
  expect(fieldsOf({ helmValues: { devices: 'eth0 w+' } })).toEqual(['Helm values: devices']);
});

test.each(['1.20', '1.21'])('after Cilium 1.20, policies accept what is safe on every version: %s', (ciliumVersion) => {
  const policy = site({ ciliumVersion }).files.get(
    'guard/ValidatingAdmissionPolicy.netbird-device-guard-config-map.k8s.yaml',
  );
  expect(policy?.includes('variables.mixing')).toBe(ciliumVersion === '1.21');
});

test('a CiliumNodeConfig of the site that would override the guard’s is refused', () => {
  expect(fieldsOf({}, [nodeConfig('zzz', { devices: 'eth0 wt0' })])).not.toEqual([]);
});

test('one for nodes with other labels may be for this node too, and is refused by itself', () => {
  expect(fieldsOf({}, [nodeConfig('aaa', { devices: 'eth+ w+' }, { gpu: 'true' })])).not.toEqual([]);
});

test.each([
  { matchLabels: { 'kubernetes.io/hostname': 'k8s-worker2' } },
  { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'NotIn', values: ['k8s-worker1'] }] },
])('one for other hosts is none of its business: %j', (nodeSelector) => {
  const other = nodeConfig('zzz', { devices: 'eth0 wt0' });
  expect(fieldsOf({}, [{ ...other, spec: { ...other.spec, nodeSelector } }])).toEqual([]);
});

const gpu = { gpu: 'true' };

test.each(['aaa', 'zzz'])('one that forces detection for some nodes is refused, whatever is pinned: %s', (name) => {
  expect(fieldsOf({}, [nodeConfig(name, { 'force-device-detection': 'true' }, gpu)])).toEqual([
    `CiliumNodeConfig kube-system/${name}: spec.defaults.force-device-detection`,
  ]);
});

test('native acceleration for some nodes is judged with the devices that these nodes get', () => {
  const native = { 'bpf-lb-acceleration': 'native' };
  expect(fieldsOf({}, [nodeConfig('zzz', native, gpu)])).toEqual([]);
  expect(fieldsOf({}, [nodeConfig('zzz', { ...native, devices: 'w+' }, gpu)])).toEqual([
    'CiliumNodeConfig kube-system/zzz: spec.defaults.devices',
    'CiliumNodeConfig kube-system/zzz: spec.defaults.bpf-lb-acceleration',
  ]);
});

test('one without a nodeSelector is for no node, which is refused', () => {
  const one = nodeConfig('aaa', { devices: 'eth0' });
  const [problem] = problemsFrom(() => site({}, [{ ...one, spec: { defaults: one.spec.defaults } }]));
  expect(problem?.reason).toContain('Without a nodeSelector it is for no node.');
});

const configMap = (name: string, namespace = 'kube-system') => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace },
  data: { devices: 'w+' },
});
const daemonSet = (name: string, namespace = 'kube-system') => ({
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name, namespace },
  spec: { template: { spec: { containers: [{ name: 'cilium-agent', args: ['--devices=w+'] }] } } },
});
const mine = { namespace: 'cilium', configMapName: 'mine', daemonSetName: 'agents' };

test.each<[string, Partial<CiliumDeviceGuardProps>, object, string | undefined]>([
  ['its ConfigMap', {}, configMap('cilium-config'), 'ConfigMap kube-system/cilium-config: data.devices'],
  ['another ConfigMap', {}, configMap('mine'), undefined],
  ['a ConfigMap elsewhere', {}, configMap('cilium-config', 'cilium'), undefined],
  ['one of the name it is told', mine, configMap('mine', 'cilium'), 'ConfigMap cilium/mine: data.devices'],
  ['one of the default name then', mine, configMap('cilium-config', 'cilium'), undefined],
  [
    'one of the sources it is told',
    { configSources: 'config-map:cilium/mine,cilium-node-config' },
    configMap('mine', 'cilium'),
    'ConfigMap cilium/mine: data.devices',
  ],
  ['the agents', {}, daemonSet('cilium'), 'DaemonSet kube-system/cilium: args'],
  ['other agents', {}, daemonSet('agents'), undefined],
  ['agents elsewhere', {}, daemonSet('cilium', 'cilium'), undefined],
  ['agents of the name it is told', mine, daemonSet('agents', 'cilium'), 'DaemonSet cilium/agents: args'],
  [
    'its CiliumNodeConfigs',
    mine,
    nodeConfig('zzz', { devices: 'w+' }, {}, 'cilium'),
    'CiliumNodeConfig cilium/zzz: spec.defaults.devices',
  ],
])('of the objects of a site it judges those of the Cilium that it is told of: %s', (_, props, object, expected) => {
  expect(fieldsOf(props, [object])).toEqual(expected === undefined ? [] : [expected]);
});

test('a CiliumNodeConfig beside Cilium’s namespace has no effect, which is refused', () => {
  const reasons = problemsFrom(() => site({}, [nodeConfig('zzz', { devices: 'w+' }, {}, 'cilium')]));
  expect(reasons.map(({ reason }) => reason)).toEqual([
    expect.stringContaining('The agents read only the CiliumNodeConfigs of their own namespace, kube-system.'),
  ]);
});

test('an egress gateway policy over the tunnel is refused', () => {
  const policy = {
    apiVersion: 'cilium.io/v2',
    kind: 'CiliumEgressGatewayPolicy',
    metadata: { name: 'egress' },
    spec: { egressGateway: { nodeSelector: {}, interface: 'wt0' }, destinationCIDRs: ['0.0.0.0/0'], selectors: [] },
  };
  expect(fieldsOf({}, [policy])).toHaveLength(1);
});

test('a file that is no values file of Cilium is refused', () => {
  inTemporaryFolder((folder) => {
    const path = join(folder, 'service.yaml');
    writeFileSync(path, 'apiVersion: v1\nkind: Service\n');
    expect(fieldsOf({ helmValues: path })).toEqual(['helmValues']);
  });
});
