import { expect, test } from '@jest/globals';
import { CiliumConfig } from '../../../lib/cilium/config/cilium-config.ts';
import { nodeConfigLocked } from '../../../lib/cilium/rules/node-config-locked.ts';
import { ask, configMap, daemonSet, helm, nodeConfig, objects } from '../../support/cilium.ts';

const peer = nodeConfig('peer', 'peer', { devices: 'eth0' });
const findings = (daemon: object, ...all: object[]) =>
  nodeConfigLocked(CiliumConfig.combine([helm({ devices: 'eth0', daemon }), objects(...all)]), ask('1.18'));

test('a CiliumNodeConfig under the lock has no effect', () => {
  expect(findings({ blockedConfigOverrides: 'devices,force-device-detection,direct-routing-device' }, peer)).toEqual([
    {
      rule: 'node-config-locked',
      severity: 'error',
      place: 'CiliumNodeConfig kube-system/peer: spec.defaults.devices',
      value: '"eth0"',
      verdict: 'has no effect on Cilium 1.18',
      reason: 'The agents take the key from the ConfigMap alone: values.yaml: daemon.blockedConfigOverrides locks it.',
      remedy: 'Write the value into the ConfigMap, or take the key out of the lock.',
      source: 'pkg/option/resolver/resolver.go',
    },
  ]);
});

function lockedBy(value: string): [string, string] {
  return [
    `The agents take the key from the ConfigMap alone: values.yaml: daemon.${value} locks it.`,
    'Write the value into the ConfigMap, or take the key out of the lock.',
  ];
}

const noSelector = { ...nodeConfig('a', null, {}), spec: { defaults: { devices: 'eth0' } } };
const elsewhere = { ...peer, metadata: { name: 'peer', namespace: 'cilium' } };

test.each<[string, object, object, [string, string] | undefined]>([
  ['no lock', {}, peer, undefined],
  ['another key blocked', { blockedConfigOverrides: 'debug' }, peer, undefined],
  [
    'the key allowed, which makes the block void',
    { blockedConfigOverrides: 'devices', allowedConfigOverrides: 'devices' },
    peer,
    undefined,
  ],
  ['another key allowed', { allowedConfigOverrides: 'debug' }, peer, lockedBy('allowedConfigOverrides')],
  [
    'an empty allow list',
    { blockedConfigOverrides: 'devices', allowedConfigOverrides: '' },
    peer,
    lockedBy('blockedConfigOverrides'),
  ],
  [
    'sources without it',
    { configSources: 'config-map:cilium-config' },
    peer,
    [
      'The agents read no CiliumNodeConfig: values.yaml: daemon.configSources leaves it out.',
      'Write the value into the ConfigMap, or add cilium-node-config to the sources.',
    ],
  ],
  ['sources with it', { configSources: 'config-map:cilium-config,cilium-node-config' }, peer, undefined],
  [
    'sources that begin with it, which no lock covers',
    { configSources: 'cilium-node-config,config-map:cilium-config', blockedConfigOverrides: 'devices' },
    peer,
    undefined,
  ],
  [
    'no selector',
    {},
    noSelector,
    ['Without a nodeSelector it is for no node.', 'Write a nodeSelector; {} is every node.'],
  ],
])('%s', (_, daemon, object, expected) => {
  expect(findings(daemon, object).map(({ reason, remedy }) => [reason, remedy])).toEqual(
    expected === undefined ? [] : [expected],
  );
});

test('only the namespace of Cilium counts', () => {
  const config = objects(configMap({ devices: 'eth0' }), elsewhere);
  expect(nodeConfigLocked(config, ask())).toMatchObject([
    {
      reason: 'The agents read only the CiliumNodeConfigs of their own namespace, kube-system.',
      remedy: 'Put it into the namespace kube-system.',
    },
  ]);
});

test('a key that does not choose devices may be locked', () => {
  expect(
    findings({ blockedConfigOverrides: 'enable-bpf-tproxy' }, nodeConfig('a', null, { 'enable-bpf-tproxy': 'true' })),
  ).toEqual([]);
});

test('a DaemonSet that reads its volume alone reads no CiliumNodeConfig', () => {
  const volumes = [{ name: 'cilium-config-path', configMap: { name: 'cilium-config' } }];
  const pod = { spec: { containers: [{ name: 'cilium-agent' }], volumes } };
  const agent = { kind: 'DaemonSet', metadata: { name: 'cilium' }, spec: { template: pod } };
  expect(nodeConfigLocked(objects({ apiVersion: 'apps/v1', ...agent }, peer), ask())).toMatchObject([
    { reason: 'The agents read no CiliumNodeConfig: DaemonSet cilium: volumes leaves it out.' },
  ]);
});

test('where the namespace of Cilium or of the CiliumNodeConfig is not known, it is taken for the same', () => {
  const nowhere = { ...peer, metadata: { name: 'peer' } };
  expect(nodeConfigLocked(objects(configMap({ devices: 'eth0' }), nowhere), ask())).toEqual([]);
  expect(findings({}, elsewhere)).toEqual([]);
});

test('the arguments of build-config are the lock of a rendered DaemonSet', () => {
  const config = objects(configMap({ devices: 'eth0' }), daemonSet({}, ['--deny-config-keys=devices']), peer);
  expect(nodeConfigLocked(config, ask())).toMatchObject([
    { reason: expect.stringContaining('DaemonSet kube-system/cilium: build-config --deny-config-keys locks it.') },
  ]);
  const allowed = objects(configMap({}), daemonSet({}, ['--allow-config-keys=debug']), peer);
  expect(nodeConfigLocked(allowed, ask())).toMatchObject([
    { reason: expect.stringContaining('DaemonSet kube-system/cilium: build-config --allow-config-keys locks it.') },
  ]);
});

test.each([
  ['1.15', 'v2', 'v2alpha1'],
  ['1.15', 'v2alpha1', undefined],
  ['1.16', 'v2', undefined],
  ['1.19', 'v2alpha1', undefined],
  ['1.20', 'v2alpha1', 'v2'],
  ['1.20', 'v2', undefined],
  [undefined, 'v2alpha1', undefined],
])('Cilium %s and version %s of the object', (cilium, version, served) => {
  const config = objects(nodeConfig('a', null, { devices: 'eth0' }, version));
  expect(nodeConfigLocked(config, ask(cilium)).map(({ reason, remedy }) => [reason, remedy])).toEqual(
    served === undefined
      ? []
      : [[`Cilium ${cilium} does not read cilium.io/${version}.`, `Write apiVersion: cilium.io/${served}.`]],
  );
});
