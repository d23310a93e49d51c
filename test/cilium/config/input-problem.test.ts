import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { CiliumConfig } from '../../../lib/cilium/config/cilium-config.ts';
import { configMap, daemonSet, helm, nodeConfig, objects, policy } from '../../support/cilium.ts';
import { inTemporaryFolder } from '../../support/repository.ts';

// Whatever stands in a file, its reader is told what is wrong there, and what to write.

const spec = (object: object, value: unknown) => ({ ...object, spec: value });
const agent = 'DaemonSet kube-system/cilium';
const l2 = 'CiliumL2AnnouncementPolicy policy';
const egress = 'CiliumEgressGatewayPolicy policy';

test.each<[string, unknown, string, () => CiliumConfig]>([
  [`${agent}: args`, 5, 'a string', () => objects(daemonSet({ args: [5] }))],
  [`${agent}: args`, null, 'a string', () => objects(daemonSet({ command: ['cilium-agent', null] }))],
  [`${agent}: env`, {}, 'a list', () => objects(daemonSet({ env: {} }))],
  [
    `${agent}: env CILIUM_DEVICES`,
    5,
    'a string',
    () => objects(daemonSet({ env: [{ name: 'CILIUM_DEVICES', value: 5 }] })),
  ],
  ['values.yaml', [], 'a mapping', () => helm([])],
  ['values.yaml: bpf', 'x', 'a mapping', () => helm({ bpf: 'x' })],
  ['values.yaml: loadBalancer', 'x', 'a mapping', () => helm({ loadBalancer: 'x' })],
  ['values.yaml: daemon', 5, 'a mapping', () => helm({ daemon: 5 })],
  ['values.yaml: nodePort', ['x'], 'a mapping', () => helm({ nodePort: ['x'] })],
  ['ConfigMap kube-system/cilium-config: data', [], 'a mapping', () => objects(configMap([]))],
  [
    'ConfigMap kube-system/cilium-config: data.devices',
    5,
    'a string, in quotes',
    () => objects(configMap({ devices: 5, 'direct-routing-device': 'eth0' })),
  ],
  [
    'ConfigMap kube-system/cilium-config: data.enable-bpf-tproxy',
    'yes',
    '"true" or "false": the agent does not start with anything else',
    () => objects(configMap({ 'enable-bpf-tproxy': 'yes' })),
  ],
  [
    'CiliumNodeConfig kube-system/a: spec.defaults',
    'x',
    'a mapping',
    () => objects(spec(nodeConfig('a', null, {}), { defaults: 'x' })),
  ],
  [
    'CiliumNodeConfig kube-system/a: spec.nodeSelector',
    'a=b',
    'a label selector',
    () => objects(spec(nodeConfig('a', null, {}), { nodeSelector: 'a=b' })),
  ],
  [
    `${l2}: spec.interfaces`,
    'eth0',
    'a list of strings',
    () => objects(policy('CiliumL2AnnouncementPolicy', { interfaces: 'eth0' })),
  ],
  [
    `${l2}: spec.interfaces`,
    [5],
    'a list of strings',
    () => objects(policy('CiliumL2AnnouncementPolicy', { interfaces: [5] })),
  ],
  [
    `${l2}: spec.nodeSelector`,
    5,
    'a label selector',
    () => objects(policy('CiliumL2AnnouncementPolicy', { nodeSelector: 5 })),
  ],
  [
    `${egress}: spec.egressGateways`,
    {},
    'a list',
    () => objects(policy('CiliumEgressGatewayPolicy', { egressGateways: {} })),
  ],
  [
    `${egress}: spec.egressGateway.interface`,
    5,
    'a string',
    () => objects(policy('CiliumEgressGatewayPolicy', { egressGateway: { interface: 5 } })),
  ],
  [
    `${egress}: spec.egressGateways[1].interface`,
    true,
    'a string',
    () => objects(policy('CiliumEgressGatewayPolicy', { egressGateways: [{ interface: null }, { interface: true }] })),
  ],
])('%s may not be %j: it must be %s', (place, value, expected, config) => {
  const reason = `It must be ${expected}.`;
  const remedy = `Write ${expected}, or take it out.`;
  expect(config().problems).toEqual([{ kind: 'unknown-type', place, value, reason, remedy }]);
});

const oneBase = ['Each says what all agents read, and only one can be right.', 'Give one of them.'];
const oneStart = ['Each says how the agents are started, and only one can be right.', 'Give one of them.'];
const missing = (name: string) => [
  `The agents read the ConfigMap ${name}, which was not given.`,
  'Give that ConfigMap as well.',
];
const tooLarge = ['It is too large to be a configuration of Cilium.', 'Give only the part that configures Cilium.'];
const give = 'Give a values file, manifests, or a dump of cilium-config.';
const read = (text: string) => CiliumConfig.fromText(text, 'file');

test.each<[string, string, readonly string[], () => CiliumConfig]>([
  [
    'a quoted argument',
    `${agent}: args`,
    ['The agent reads it as CSV, and takes quotes for a part of that.', 'Write it without quotes.'],
    () => objects(daemonSet({ args: ['--devices="eth0"'] })),
  ],
  [
    'a variable from elsewhere',
    `${agent}: env CILIUM_DEVICES`,
    ['Its value comes from elsewhere.', 'Take the variable out: the ConfigMap is the place for it.'],
    () => objects(daemonSet({ env: [{ name: 'CILIUM_DEVICES', valueFrom: {} }] })),
  ],
  [
    'Helm values and a ConfigMap',
    'values.yaml and ConfigMap kube-system/cilium-config',
    oneBase,
    () => CiliumConfig.combine([helm({}), objects(configMap({}))]),
  ],
  [
    'a dump and Helm values',
    'dump and values.yaml',
    oneBase,
    () => CiliumConfig.combine([CiliumConfig.fromText('cluster-name=a\ndevices=eth0\n', 'dump'), helm({})]),
  ],
  [
    'two dumps',
    'dump and dump',
    oneBase,
    () => CiliumConfig.combine(['a', 'b'].map((name) => CiliumConfig.fromText(`cluster-name=${name}\n`, 'dump'))),
  ],
  [
    'two ConfigMaps',
    'ConfigMap kube-system/cilium-config and ConfigMap other/cilium-config',
    oneBase,
    () => objects(configMap({}), configMap({}, 'cilium-config', 'other')),
  ],
  ['two DaemonSets', `${agent} and ${agent}`, oneStart, () => objects(daemonSet({}), daemonSet({}))],
  [
    'Helm values and a DaemonSet',
    `values.yaml and ${agent}`,
    oneStart,
    () => CiliumConfig.combine([helm({}), objects(daemonSet({}))]),
  ],
  [
    'a ConfigMap that the values name',
    'values.yaml: daemon.configSources',
    missing('mine'),
    () => helm({ daemon: { configSources: 'config-map:mine' } }),
  ],
  [
    'a ConfigMap that the DaemonSet names',
    `${agent}: build-config --source`,
    missing('mine'),
    () => objects(configMap({}), daemonSet({}, ['--source=config-map:cilium-config,config-map:kube-system/mine'])),
  ],
  [
    'an output of cilium-dbg config',
    'file',
    [
      'It is the output of cilium-dbg config, which does not show what devices was set to.',
      'Run instead: kubectl -n kube-system get configmap cilium-config -o yaml',
    ],
    () => read('a\n### Read-only configurations ###\nDevices : [eth0]\n'),
  ],
  ['a text of more bytes than a file may have', 'file', tooLarge, () => read('a'.repeat(2 * 2 ** 20 + 1))],
  ['a text of too many parts', 'file', tooLarge, () => read('- '.repeat(2 ** 17))],
  ['a list', 'file', ['It is neither a mapping nor a Kubernetes object.', give], () => read('- eth0\n')],
  [
    'a text that is not YAML',
    'file',
    ['Line 2, column 4 is not YAML: Nested mappings are not allowed in compact mappings.', give],
    () => read('a: 1\nb: c: d\n'),
  ],
  [
    'a key that stands twice',
    'file',
    ['Line 3 writes "a" a second time: Helm takes the last, other readers refuse it.', 'Write the key once.'],
    () => read('b:\n  a: 1\n  a: 2\n'),
  ],
  ['deep nesting', 'file', ['It is nested too deeply.', 'Nest it less deeply.'], () => read('['.repeat(40_000))],
  [
    'an alias of nothing',
    'file',
    ['One of its aliases (*name) has no anchor, or they multiply beyond measure.', 'Write the values out.'],
    () => read('a: 1\nb: [*a]\n'),
  ],
])('%s cannot be judged', (_, place, [reason, remedy], config) => {
  expect(config().problems).toEqual([{ kind: 'unreadable', place, reason, remedy }]);
});

test('a file is read far enough to see that it is too large', () => {
  inTemporaryFolder((folder) => {
    const file = join(folder, 'large.yaml');
    writeFileSync(file, `devices: eth0\n${'#'.repeat(2 * 2 ** 20)}`);
    expect(CiliumConfig.fromFiles([file]).problems.map(({ reason }) => reason)).toEqual(tooLarge.slice(0, 1));
  });
});

test.each<[string, object]>([
  ['a key of a ConfigMap', configMap({ devices: null })],
  ['the keys of a ConfigMap', { ...configMap({}), data: null }],
  ['a nodeSelector', spec(nodeConfig('a', null, {}), { nodeSelector: null })],
])('null for %s is as if it were not there', (_, object) => {
  expect(objects(object).problems).toEqual([]);
});

test.each([
  [{ name: 5 }, '(no name)'],
  [{ namespace: 5, name: 'a' }, 'a'],
  [undefined, '(no name)'],
])('an object with the metadata %j has a name to be found by', (metadata, name) => {
  expect(
    objects({ ...configMap({ devices: 5 }), kind: 'CiliumNodeConfig', metadata, spec: { defaults: 5 } }).problems,
  ).toMatchObject([{ place: `CiliumNodeConfig ${name}: spec.defaults` }]);
});

test('that nothing of several files configures Cilium is a problem of all of them', () => {
  inTemporaryFolder((folder) => {
    const files = ['one.yaml', 'two.yaml'].map((name) => join(folder, name));
    for (const file of files) writeFileSync(file, 'apiVersion: v1\nkind: Service\nmetadata: { name: a }\n');
    expect(CiliumConfig.fromFiles(files).problems).toEqual([
      {
        kind: 'unreadable',
        place: files.join(', '),
        reason: 'Nothing in it configures Cilium.',
        remedy: 'Give values of its Helm chart, its ConfigMap, its custom resources or its DaemonSet.',
      },
    ]);
    writeFileSync(files[1] ?? '', 'devices: eth0\n');
    expect(CiliumConfig.fromFiles(files).problems).toEqual([]);
  });
});
