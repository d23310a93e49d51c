import { expect, test } from '@jest/globals';
import { CiliumConfig } from '../../../lib/cilium/config/cilium-config.ts';
import { configMap, daemonSet, helm, nodeConfig, objects, policy } from '../../support/cilium.ts';

const devicesOn = (config: CiliumConfig, labels?: Record<string, string>) => {
  const setting = config.settingsFor(labels).get('devices');
  return setting === undefined ? undefined : `${setting.value} of ${setting.place}`;
};
const peer = { node: 'peer' };

test('a CiliumNodeConfig replaces the ConfigMap on the nodes that it selects, key by key', () => {
  const base = configMap({ devices: 'eth+', 'direct-routing-device': 'eth0' });
  const config = objects(base, nodeConfig('a', 'peer', { devices: 'eth0' }));
  expect(devicesOn(config, peer)).toBe('eth0 of CiliumNodeConfig kube-system/a: spec.defaults.devices');
  expect(devicesOn(config, { node: 'other' })).toBe('eth+ of ConfigMap kube-system/cilium-config: data.devices');
  expect(devicesOn(config)).toBe('eth+ of ConfigMap kube-system/cilium-config: data.devices');
  expect(config.settingsFor(peer).get('direct-routing-device')?.value).toBe('eth0');
});

test('of several the last name wins, in the order of bytes', () => {
  const names = ['b', 'a10', 'a9', 'a'];
  const config = objects(...names.map((name) => nodeConfig(name, name === 'a9' ? null : 'peer', { devices: name })));
  expect(config.nodeConfigs.map(({ name }) => name)).toEqual(['a', 'a10', 'a9', 'b']);
  expect(devicesOn(config, peer)).toMatch(/^b of /);
  expect(devicesOn(config)).toMatch(/^a9 of /);
});

test('of both versions of an object v2 wins', () => {
  const both = [nodeConfig('a', null, { devices: 'new' }), nodeConfig('a', null, { devices: 'old' }, 'v2alpha1')];
  for (const given of [both, both.toReversed()]) expect(devicesOn(objects(...given))).toMatch(/^new of /);
});

test('environment and arguments of the DaemonSet win over both', () => {
  const agent = { args: ['--devices=argument'], env: [{ name: 'CILIUM_DEVICES', value: 'environment' }] };
  const rest = [configMap({ devices: 'map' }), nodeConfig('a', null, { devices: 'node' })];
  expect(devicesOn(objects(...rest, daemonSet({ env: agent.env })))).toBe(
    'environment of DaemonSet kube-system/cilium: env CILIUM_DEVICES',
  );
  expect(devicesOn(objects(...rest, daemonSet(agent)))).toBe('argument of DaemonSet kube-system/cilium: args');
});

test.each([
  ['no lock', {}, 'node'],
  ['the key blocked', { blockedConfigOverrides: 'devices,force-device-detection' }, 'map'],
  ['another key blocked', { blockedConfigOverrides: 'debug' }, 'node'],
  [
    'a block that an allow list makes void',
    { blockedConfigOverrides: 'devices', allowedConfigOverrides: 'devices' },
    'node',
  ],
  ['an allow list without the key', { allowedConfigOverrides: 'debug' }, 'map'],
  ['sources that say nothing, which are the defaults', { configSources: '' }, 'node'],
  ['only the ConfigMap', { configSources: 'config-map:cilium-config' }, 'map'],
  ['both', { configSources: 'config-map:cilium-config,cilium-node-config' }, 'node'],
  [
    'both, of a namespace',
    { configSources: 'config-map:kube-system/cilium-config,cilium-node-config:kube-system' },
    'node',
  ],
  ['the ConfigMap without a name', { configSources: 'config-map' }, 'map'],
  ['the ConfigMap of a namespace', { configSources: 'config-map:kube-system/cilium-config' }, 'map'],
  ['the node itself, whose labels nobody gave', { configSources: 'config-map:cilium-config,node:worker1' }, 'map'],
  ['a source of a kind that nobody knows, and no name', { configSources: 'config-map:cilium-config,secret' }, 'map'],
  ['a source of a kind that nobody knows', { configSources: 'config-map:cilium-config,secret:a' }, 'map'],
  ['one of another namespace', { configSources: 'config-map:cilium-config,cilium-node-config:other' }, 'map'],
  [
    'one by its name, whatever it selects',
    { configSources: 'config-map:cilium-config,cilium-node-config:kube-system/b' },
    'by name',
  ],
  [
    'the first cannot be blocked',
    { configSources: 'cilium-node-config,config-map:cilium-config', blockedConfigOverrides: 'devices' },
    'node',
  ],
])('sources and locks: %s', (_, daemon, expected) => {
  const config = CiliumConfig.combine([
    helm({ devices: 'map', daemon }),
    objects(nodeConfig('a', null, { devices: 'node' }), nodeConfig('b', 'other', { devices: 'by name' })),
  ]);
  expect(config.problems).toEqual([]);
  expect(devicesOn(config, peer)?.split(' of ')[0]).toBe(expected);
});

test('the arguments of build-config say the sources of a rendered DaemonSet', () => {
  const parts = [configMap({ devices: 'map' }), nodeConfig('a', null, { devices: 'node' })];
  const locked = (...args: string[]) => devicesOn(objects(...parts, daemonSet({}, args)))?.split(' of ')[0];
  expect(locked()).toBe('node');
  expect(locked('--source=config-map:cilium-config')).toBe('map');
  expect(locked('--deny-config-keys=devices')).toBe('map');
  expect(locked('--deny-config-keys=devices', '--allow-config-keys=devices')).toBe('node');
});

test('a DaemonSet without build-config reads the ConfigMap of its volume alone', () => {
  const volumes = [
    { name: 'tmp', configMap: { name: 'not' } },
    { name: 'cilium-config-path', configMap: { name: 'mine' } },
  ];
  const pod = { spec: { containers: [{ name: 'cilium-agent' }], volumes } };
  const agent = { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'cilium' }, spec: { template: pod } };
  const config = objects(
    agent,
    configMap({ devices: 'mine' }, 'mine'),
    configMap({ devices: 'not' }),
    nodeConfig('a', null, { devices: 'node' }),
  );
  expect(devicesOn(config)).toBe('mine of ConfigMap kube-system/mine: data.devices');
});

test('without the labels of a node, the cluster is judged, and each CiliumNodeConfig by itself', () => {
  const config = objects(
    configMap({ devices: 'map' }),
    nodeConfig('a', 'a', { devices: 'a' }),
    nodeConfig('b', null, { devices: 'b' }),
    nodeConfig('c', 'c', { devices: 'c' }),
  );
  expect(config.candidates().map((settings) => settings.get('devices')?.value)).toEqual(['b', 'b', 'c']);
  expect(config.candidates({ node: 'a' }).map((settings) => settings.get('devices')?.value)).toEqual(['b']);
  expect(objects().candidates()).toEqual([]);
  expect(
    objects(nodeConfig('a', 'a', {}))
      .candidates()
      .map(({ areComplete }) => areComplete),
  ).toEqual([false]);
});

const dump = CiliumConfig.fromText('cluster-name=a\ndevices=eth0\n', 'dump');

test('a dump has no rival in a ConfigMap that only the DaemonSet names', () => {
  const mine = objects(configMap({}, 'mine'), daemonSet({}, ['--source=config-map:mine']));
  expect(CiliumConfig.combine([dump, mine]).problems).toMatchObject([
    { kind: 'unreadable', place: 'dump and ConfigMap kube-system/mine' },
  ]);
});

test.each<[string, () => CiliumConfig]>([
  ['a ConfigMap and the DaemonSet that reads it', () => objects(configMap({}), daemonSet({}))],
  [
    'a dump and a DaemonSet that reads what is not given',
    () => CiliumConfig.combine([dump, objects(daemonSet({}, ['--source=config-map:mine']))]),
  ],
  [
    'two ConfigMaps that are both read',
    () =>
      objects(
        configMap({}),
        configMap({}, 'mine'),
        daemonSet({}, ['--source=config-map:cilium-config,config-map:mine']),
      ),
  ],
])('%s go together', (_, config) => {
  expect(config().problems).toEqual([]);
});

test('a dump has everything in it but environment and arguments', () => {
  const parts = objects(nodeConfig('a', null, { devices: 'node' }));
  expect(devicesOn(CiliumConfig.combine([dump, parts]))).toBe('eth0 of dump: devices');
  expect(devicesOn(CiliumConfig.combine([dump, objects(daemonSet({ args: ['--devices=w+'] }))]))).toMatch(/^w\+ of /);
});

test('a file that does not exist is a problem, not an exception', () => {
  expect(CiliumConfig.fromFiles(['/does/not/exist']).problems).toEqual([
    {
      kind: 'unreadable',
      place: '/does/not/exist',
      reason: 'The file cannot be read (ENOENT).',
      remedy: 'Give a file that exists and is readable.',
    },
  ]);
});

test('objects that are none are a problem', () => {
  expect(CiliumConfig.fromObjects([[]]).problems).toMatchObject([{ kind: 'unreadable', place: 'objects' }]);
});

test('values need no prototype', () => {
  const values = Object.assign(Object.create(null), { devices: 'eth0' });
  expect(devicesOn(helm(values))).toBe('eth0 of values.yaml: devices');
});

test('a CiliumNodeConfig without a selector is for no node', () => {
  const config = objects(configMap({ devices: 'map' }), {
    ...nodeConfig('a', null, {}),
    spec: { defaults: { devices: 'node' } },
  });
  for (const labels of [undefined, peer]) expect(devicesOn(config, labels)).toMatch(/^map of /);
  expect(config.candidates()).toHaveLength(1);
});

test('of several ConfigMaps the later source wins, in whatever order they are given', () => {
  const both = ['first', 'second'].map((name) => configMap({ devices: name }, name));
  const agents = daemonSet({}, ['--source=config-map:first,config-map:second']);
  for (const given of [both, both.toReversed()]) expect(devicesOn(objects(...given, agents))).toMatch(/^second of /);
});

test('of the containers of a DaemonSet, that of the agent counts; one without it runs no agents', () => {
  const sidecar = { name: 'sidecar', args: ['--devices=wt0'] };
  const running = (...containers: object[]) => {
    const { spec, ...rest } = daemonSet({}) as { spec: { template: { spec: object } } };
    return objects({ ...rest, spec: { template: { spec: { ...spec.template.spec, containers } } } });
  };
  expect(devicesOn(running(sidecar, { name: 'cilium-agent', args: ['--devices=eth0'] }))).toMatch(/^eth0 of /);
  expect(running(sidecar).isEmpty).toBe(true);
});

test('a DaemonSet with neither build-config nor a volume reads what is the default', () => {
  const pod = { spec: { containers: [{ name: 'cilium-agent' }] } };
  const agent = { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'cilium' }, spec: { template: pod } };
  expect(devicesOn(objects(agent, configMap({ devices: 'map' })))).toMatch(/^map of /);
});

test('words of build-config that are no text are passed over', () => {
  expect(devicesOn(objects(configMap({ devices: 'map' }), daemonSet({}, [5 as never, '--source=config-map'])))).toMatch(
    /^map of /,
  );
});

test('a CiliumNodeConfig without a selector says nothing of any node by itself', () => {
  const one = { ...nodeConfig('a', null, {}), spec: { defaults: { devices: 'node' } } };
  expect(objects(one).candidates()).toEqual([]);
});

test('what an agent is started with is judged by itself, when nothing else is given; an agent alone says nothing', () => {
  const started = objects(daemonSet({ args: ['--devices=wt0'] }));
  for (const labels of [undefined, peer]) {
    expect(started.candidates(labels).map((settings) => settings.get('devices')?.value)).toEqual(['wt0']);
    expect(objects(daemonSet({})).candidates(labels)).toEqual([]);
  }
});

test('for a node whose labels are known, a CiliumNodeConfig is enough to judge, and the key would be in the ConfigMap', () => {
  const [settings] = objects(nodeConfig('a', 'peer', {})).candidates(peer);
  expect(settings?.areComplete).toBe(false);
  expect(settings?.placeOf('devices')).toBe('ConfigMap cilium-config: data.devices');
});

test.each([
  ['an agent', daemonSet({})],
  ['an L2 announcement policy', policy('CiliumL2AnnouncementPolicy', {})],
  ['an egress gateway policy', policy('CiliumEgressGatewayPolicy', {})],
])('%s configures Cilium', (_, object) => {
  expect(objects(object).isEmpty).toBe(false);
});
