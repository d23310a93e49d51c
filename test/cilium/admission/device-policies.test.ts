import { describe, expect, test } from '@jest/globals';
import { CiliumVersion } from '../../../lib/cilium/cilium-version.ts';
import { deviceVerdict } from '../../../lib/cilium/device-filter.ts';
import { configMap, data, evaluator, nodeConfig, policies } from '../../support/device-policies.ts';

const node = (metadata: object) => ({ metadata: { name: 'k8s-worker1', ...metadata } });
const daemonSet = (...containers: object[]) => ({
  metadata: { name: 'cilium' },
  spec: { template: { spec: { containers } } },
});

// The spellings of the table of devices that test/cilium/device-filter.test.ts holds the model to, and some more.
const DEVICES: readonly (string | undefined)[] = [
  ...[undefined, '', '   ', '\t\n', 'eth0', 'eth+', 'eth0,', 'eth0 wt0', 'eth0,wt0', 'eth0\nwt0', 'eth0\twt0'],
  ...['eth0, wt0', 'eth0,wt0 ens3', 'eth0 ,wt0', 'w+', 'wt++', 'wt0+', '+', '!wt0', '!+', 'eth0 !wt0', '!wt0 +'],
  ...[
    '!wt+ +',
    '!wt0 wt+',
    '+ !wt0',
    'wt+ !wt0',
    '! wt0',
    '!!wt0',
    'WT0',
    'w*',
    'wt',
    'eth0;wt0',
    ' wt0 ',
    ' wt0,eth0',
  ],
  ...['wt0\u0085eth0', 'xwt0', 'wt00', 't0', 'wt0+eth0', '!wt0,eth0', 'eth0,!w+', ',', '\u3000'],
];

const VERSIONS = ['1.15', '1.16', '1.17', '1.18', '1.19', '1.20'];
const FORCES = [undefined, 'true', ' 1\n', 'T', 'false', 'yes', ''];
const rows = DEVICES.flatMap((devices) => FORCES.map((force) => ({ devices, force })));
const isForced = (force = '') => ['true', '1', 'T'].includes(force.trim());
const mixes = (devices = '') => devices.includes(',') && /[\s\u0085]/.test(devices.trim());

function isSafe({ devices, force }: (typeof rows)[number], ciliumVersion: string): boolean {
  const verdict = deviceVerdict(devices, 'wt0', { ciliumVersion, forceDeviceDetection: isForced(force) });
  // The model splits as later versions do; of both separators, 1.15 makes other names.
  return ['not-selected', 'excluded'].includes(verdict) && !(ciliumVersion === '1.15' && mixes(devices));
}

test.each(VERSIONS)(
  'Cilium %s: a ConfigMap is accepted when the model says that wt0 stays out, and only then',
  (version) => {
    const admit = evaluator('guard-config-map', { version: CiliumVersion.parse(version) });
    const misjudged = rows.filter(
      (row) => (admit(configMap(data(row.devices, row.force))).length === 0) !== isSafe(row, version),
    );
    expect(misjudged).toEqual([]);
  },
);

test('without a version, it is accepted when that is so on every version', () => {
  const admit = evaluator('guard-config-map');
  const isSafeEverywhere = (row: (typeof rows)[number]) => VERSIONS.every((version) => isSafe(row, version));
  const misjudged = rows.filter(
    (row) => (admit(configMap(data(row.devices, row.force))).length === 0) !== isSafeEverywhere(row),
  );
  expect(misjudged).toEqual([]);
});

test.each(VERSIONS)('Cilium %s: a CiliumNodeConfig is held to the same, for the keys that it names', (version) => {
  const admit = evaluator('guard-node-config', { version: CiliumVersion.parse(version) });
  const misjudged = rows.filter((row) => {
    const safe = row.devices === undefined ? version === '1.15' || !isForced(row.force) : isSafe(row, version);
    return (admit(nodeConfig(data(row.devices, row.force))).length === 0) !== safe;
  });
  expect(misjudged).toEqual([]);
});

describe('operating Cilium', () => {
  const admit = evaluator('guard-config-map');
  const warn = evaluator('guard-config-map-left-alone');
  const unsafe = { devices: 'eth0 wt0', 'force-device-detection': 'true', 'direct-routing-device': 'wt0' };

  test('an update that leaves unsafe values as they were passes, with a warning', () => {
    const upgraded = configMap({ ...unsafe, 'enable-hubble': 'true' });
    expect(admit(upgraded, configMap(unsafe))).toEqual([]);
    expect(warn(upgraded, configMap(unsafe))).toHaveLength(3);
  });

  test('an update that leaves out devices, as before, passes, with a warning', () => {
    expect(admit(configMap({ a: 'b' }), configMap())).toEqual([]);
    expect(warn(configMap({ a: 'b' }), configMap())).toHaveLength(1);
  });

  test('an update that makes it unsafe in another way does not pass', () => {
    expect(admit(configMap({ ...unsafe, devices: 'w+' }), configMap(unsafe))).not.toEqual([]);
  });

  test.each([
    ['devices', 'eth0', 2],
    ['force-device-detection', 'false', 2],
    ['direct-routing-device', 'eth0', 2],
  ])('of several unsafe values, %s can be corrected without the others, which stay a warning', (key, value, left) => {
    const corrected = configMap({ ...unsafe, [key]: value });
    expect(admit(corrected, configMap(unsafe))).toEqual([]);
    expect(warn(corrected, configMap(unsafe))).toHaveLength(left);
  });

  test.each([
    ['devices', { ...unsafe, devices: 'w+' }],
    ['the direct routing device', { ...unsafe, 'direct-routing-device': 'w+' }],
  ])('what is left alone does not excuse %s that is unsafe in another way', (_, values) => {
    expect(admit(configMap(values), configMap(unsafe))).toHaveLength(1);
  });

  test('force that was without effect before may not get one by other devices', () => {
    const excluding = evaluator('guard-config-map', { version: CiliumVersion.parse('1.19') });
    const excluded = configMap(data('!wt0,eth0', 'true'));
    expect(excluding(excluded)).toEqual([]);
    expect(excluding(configMap(data('eth0', 'true')), excluded)).toHaveLength(1);
  });

  test('what is created has nothing that could be left alone', () => {
    expect(admit(configMap(unsafe))).toHaveLength(3);
    expect(warn(configMap(unsafe))).toEqual([]);
  });

  test('an update to safe values passes, without a word', () => {
    expect(admit(configMap({ devices: 'eth0' }), configMap(unsafe))).toEqual([]);
    expect(warn(configMap({ devices: 'eth0' }), configMap(unsafe))).toEqual([]);
  });

  test('safe values pass without a warning, also when they are left alone', () => {
    expect(warn(configMap({ devices: 'eth0' }), configMap({ devices: 'eth0' }))).toEqual([]);
  });

  test('other ConfigMaps are none of its business', () => {
    expect(admit({ metadata: { name: 'cilium-config-2' }, data: { devices: 'wt0' } })).toEqual([]);
  });

  test('where a CiliumNodeConfig pins the devices, the ConfigMap need not, but may not select the tunnel either', () => {
    const pinned = evaluator('guard-config-map', { pinnedByNodeConfig: true });
    expect(pinned(configMap())).toEqual([]);
    expect(pinned(configMap({ devices: '' }))).toEqual([]);
    expect(pinned(configMap({ 'force-device-detection': 'true' }))).toEqual([]);
    expect(pinned(configMap({ devices: 'eth0 wt0' }))).toHaveLength(1);
  });
});

describe('messages say which value, which entry, and what to write', () => {
  const admit = evaluator('guard-config-map');

  test.each([
    [
      data('eth0\nw+'),
      'devices "eth0 w+": the entry "w+" selects wt0, whose traffic Cilium then drops without a trace. Write "eth0".',
    ],
    [data(), 'devices is empty: Cilium detects devices by itself then, wt0 among them. Write "eth0".'],
    [
      data('eth0', 'true'),
      'force-device-detection is true: Cilium detects devices besides the listed ones then, wt0 among them. Write "false".',
    ],
    [
      data('eth0, eth1'),
      'devices "eth0, eth1": of commas and blanks together, Cilium 1.15 makes other names than later versions. Write "eth0".',
    ],
    [
      { ...data('eth0'), 'direct-routing-device': 'wt+' },
      'direct-routing-device "wt+" is wt0, which cannot carry the traffic between nodes. Name the interface with the node\'s address.',
    ],
  ])('%j', (values, message) => {
    expect(admit(configMap(values))).toEqual([message]);
  });
});

describe('the agent’s DaemonSet', () => {
  const admit = evaluator('guard-daemon-set');
  const agent = { name: 'cilium-agent', command: ['cilium-agent'], args: ['--config-dir=/tmp/cilium/config-map'] };

  test('as Cilium’s chart renders it, it passes', () => {
    const env = [{ name: 'K8S_NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }];
    expect(admit(daemonSet({ ...agent, env }, { name: 'sidecar' }))).toEqual([]);
  });

  test.each([
    ['an argument', { args: ['--devices=eth0 wt0'] }],
    ['an argument in two words', { args: ['--devices', 'wt0'] }],
    ['a second argument', { args: ['--devices=eth0', '--devices=w+'] }],
    ['the command', { command: ['cilium-agent', '--devices=wt0'] }],
    ['a variable', { env: [{ name: 'CILIUM_DEVICES', value: 'eth0,wt0' }] }],
    ['force as a bare argument', { args: ['--force-device-detection'] }],
    ['force by a variable', { env: [{ name: 'CILIUM_FORCE_DEVICE_DETECTION', value: 'true' }] }],
    ['the direct routing device', { args: ['--direct-routing-device=wt0'] }],
    ['one of several direct routing devices', { args: ['--direct-routing-device=eth0,w+'] }],
  ])('refused by %s', (_, container) => {
    expect(admit(daemonSet({ ...agent, ...container }))).toHaveLength(1);
    expect(admit(daemonSet({ name: 'other' }, { ...agent, ...container }))).toHaveLength(1);
  });

  test.each([
    ['an argument', { args: ['--devices=eth0'] }],
    ['a variable', { env: [{ name: 'CILIUM_DEVICES', value: 'eth0' }] }],
    ['an empty variable, which is none to the agent', { env: [{ name: 'CILIUM_DEVICES', value: '' }] }],
    ['an argument of another container', { name: 'sidecar', args: ['--devices=wt0'] }],
    ['an argument that only begins alike', { args: ['--devices-extra=wt0', '--enable-wt0'] }],
  ])('accepted: %s', (_, container) => {
    expect(admit(daemonSet({ ...agent, ...container }))).toEqual([]);
  });

  test('an upgrade that leaves unsafe arguments as they were passes', () => {
    const before = daemonSet({ ...agent, image: 'cilium:1.16.6', args: ['--devices=wt0'] });
    expect(admit(daemonSet({ ...agent, image: 'cilium:1.16.7', args: ['--devices=wt0'] }), before)).toEqual([]);
    expect(admit(daemonSet({ ...agent, args: ['--devices=wt0', '--devices=w+'] }), before)).not.toEqual([]);
  });
});

test.each([
  ['1.16', 'eth0,wt0', 1],
  ['1.17', 'eth0,wt0', 0],
  ['1.17', ' wt0', 1],
  ['1.17', 'w+', 1],
])('the direct routing device of Cilium %s, %j, has %i problems', (version, device, count) => {
  const admit = evaluator('guard-config-map', { version: CiliumVersion.parse(version) });
  expect(admit(configMap({ devices: 'eth0', 'direct-routing-device': device }))).toHaveLength(count);
});

test.each(['wt.0', "wt'0", 'wt\\0', 'wt(0'])('the name %s stands for itself alone', (interfaceName) => {
  const admit = evaluator('guard-config-map', { interfaceName, version: CiliumVersion.parse('1.16') });
  expect(admit(configMap({ devices: interfaceName }))).toHaveLength(1);
  expect(admit(configMap({ devices: `${interfaceName}+` }))).toHaveLength(1);
  expect(admit(configMap({ devices: interfaceName.replace(/[^wt0]/, 'x') }))).toEqual([]);
  expect(admit(configMap({ devices: 'wt0' }))).toEqual([]);
});

describe('nodes', () => {
  const admit = evaluator('guard-node');

  test('an annotation or a label that selects the tunnel is refused', () => {
    expect(admit(node({ annotations: { 'config.cilium.io/devices': 'eth0 wt0' } }))).toHaveLength(1);
    expect(admit(node({ labels: { 'config.cilium.io/devices': 'wt0' } }))).toHaveLength(1);
  });

  test('all other nodes pass', () => {
    expect(admit(node({}))).toEqual([]);
    expect(admit(node({ labels: { a: 'b' }, annotations: { 'config.cilium.io/devices': 'eth0' } }))).toEqual([]);
  });

  test('what is written with the status is looked at too', () => {
    const policy = policies().find(({ kind, name }) => kind === 'ValidatingAdmissionPolicy' && name === 'guard-node');
    const [rule] = policy?.toJson().spec.matchConstraints.resourceRules ?? [];
    expect(rule.resources).toEqual(['nodes', 'nodes/status']);
  });

  test('without the configuration source node, there is no such policy', () => {
    const names = policies({ readsNodes: false }).map(({ name }) => name);
    expect(new Set(names)).toEqual(
      new Set(['guard-config-map', 'guard-config-map-left-alone', 'guard-node-config', 'guard-daemon-set']),
    );
  });
});

describe('objects', () => {
  test('the whole set, for a known version', () => {
    const objects = policies({ version: CiliumVersion.parse('1.16') }).map((object) => object.toJson());
    expect(objects).toMatchSnapshot();
  });

  test('every default that the API server would add is written out', () => {
    for (const object of policies().filter(({ kind }) => kind === 'ValidatingAdmissionPolicy')) {
      const { failurePolicy, matchConstraints } = object.toJson().spec;
      expect(failurePolicy).toBe('Fail');
      expect(matchConstraints).toMatchObject({ matchPolicy: 'Equivalent', objectSelector: {} });
      expect(matchConstraints.namespaceSelector).toBeDefined();
      for (const rule of matchConstraints.resourceRules) {
        expect(rule).toMatchObject({ operations: ['CREATE', 'UPDATE'], scope: '*' });
      }
    }
  });

  test('policies come before their bindings, and each is bound by its name', () => {
    const objects = policies().map((object) => object.toJson());
    const wave = ({ metadata }: { metadata: { annotations: Record<string, string> } }) =>
      metadata.annotations['argocd.argoproj.io/sync-wave'];
    for (const object of objects) {
      const isPolicy = object.kind === 'ValidatingAdmissionPolicy';
      expect(wave(object)).toBe(isPolicy ? '-3' : '-2');
      if (!isPolicy) expect(object.spec.policyName).toBe(object.metadata.name);
    }
  });

  test.each(['Deny', 'Warn', 'Audit'] as const)(
    'the action is %s, but what is left alone is only warned about',
    (action) => {
      const bindings = policies({ action }).filter(({ kind }) => kind === 'ValidatingAdmissionPolicyBinding');
      const actions = Object.fromEntries(
        bindings.map((object) => [object.name, object.toJson().spec.validationActions]),
      );
      expect(actions).toEqual({
        'guard-config-map': [action],
        'guard-config-map-left-alone': ['Warn'],
        'guard-daemon-set': [action],
        'guard-node': [action],
        'guard-node-config': [action],
      });
    },
  );
});
