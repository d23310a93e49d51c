import { expect, test } from '@jest/globals';
import { App, Chart } from 'cdk8s';
import fc from 'fast-check';
import { CiliumDeviceGuard } from '../../lib/cilium/cilium-device-guard.ts';
import type { CiliumDeviceGuardProps } from '../../lib/cilium/cilium-device-guard-props.ts';
import { deviceVerdict } from '../../lib/cilium/device-filter.ts';
import { Cluster } from '../../lib/output/cluster.ts';
import { RefusedError } from '../../lib/refusal/refused-error.ts';
import { problemsFrom } from '../support/refusals.ts';

const designDocument: CiliumDeviceGuardProps = {
  ciliumVersion: '1.16',
  devices: ['eth0'],
  forbid: ['wt0'],
  nodeSelector: { 'kubernetes.io/hostname': 'k8s-worker1' },
};

/** The guard of the design document, with some props otherwise; also such as TypeScript would not let pass. */
const deviceGuard = (props: Readonly<Record<string, unknown>> = {}) =>
  new CiliumDeviceGuard(new Chart(new App(), 'guard'), 'device-guard', { ...designDocument, ...props });

const nodeConfig = (props: Readonly<Record<string, unknown>> = {}) => deviceGuard(props).nodeConfig?.toJson();
const problems = (props: Readonly<Record<string, unknown>>) => problemsFrom(() => deviceGuard(props));

test('the guard pins eth0 on the node of the peer, whatever the ConfigMap says', () => {
  expect(nodeConfig()).toEqual({
    apiVersion: 'cilium.io/v2',
    kind: 'CiliumNodeConfig',
    metadata: {
      name: 'netbird-device-guard',
      namespace: 'kube-system',
      labels: {
        'app.kubernetes.io/name': 'netbird-device-guard',
        'app.kubernetes.io/component': 'device-guard',
        'app.kubernetes.io/part-of': 'netbird',
        'app.kubernetes.io/managed-by': 'cdk8s',
      },
      annotations: {
        'argocd.argoproj.io/sync-wave': '-1',
        'argocd.argoproj.io/sync-options': 'SkipDryRunOnMissingResource=true',
      },
    },
    spec: {
      nodeSelector: { matchLabels: { 'kubernetes.io/hostname': 'k8s-worker1' } },
      defaults: { devices: 'eth0', 'force-device-detection': 'false' },
    },
  });
});

test.each(['1.15', '1.16', '1.17', '1.18', '1.19', '1.20'])('wt0 is not among the devices of Cilium %s', (version) => {
  const { defaults } = nodeConfig({ ciliumVersion: version }).spec;
  const forceDeviceDetection = defaults['force-device-detection'] === 'true';
  expect(deviceVerdict(defaults.devices, 'wt0', { ciliumVersion: version, forceDeviceDetection })).toBe('not-selected');
  expect(deviceVerdict(defaults.devices, 'eth0', { ciliumVersion: version })).toBe('selected');
});

test.each([
  ['1.15', 'cilium.io/v2alpha1', { devices: 'eth0' }],
  ['v1.15.9', 'cilium.io/v2alpha1', { devices: 'eth0' }],
  ['1.16', 'cilium.io/v2', { devices: 'eth0', 'force-device-detection': 'false' }],
  ['1.20.2', 'cilium.io/v2', { devices: 'eth0', 'force-device-detection': 'false' }],
  ['1.21', 'cilium.io/v2', { devices: 'eth0', 'force-device-detection': 'false' }],
  [undefined, 'cilium.io/v2', { devices: 'eth0', 'force-device-detection': 'false' }],
])('Cilium %s reads %s, and force-device-detection from 1.16 on', (ciliumVersion, apiVersion, defaults) => {
  const manifest = nodeConfig({ ciliumVersion });
  expect(manifest.apiVersion).toBe(apiVersion);
  expect(manifest.spec.defaults).toEqual(defaults);
});

test('several devices are separated by blanks only', () => {
  expect(nodeConfig({ devices: ['eth0', 'eth1', 'bond+'] }).spec.defaults.devices).toBe('eth0 eth1 bond+');
});

test('name, namespace and nodes can be otherwise', () => {
  const { metadata, spec } = nodeConfig({ name: 'zz-guard', namespace: 'cilium', nodeSelector: { role: 'router' } });
  expect(metadata).toMatchObject({
    name: 'zz-guard',
    namespace: 'cilium',
    labels: { 'app.kubernetes.io/name': 'zz-guard' },
  });
  expect(spec.nodeSelector).toEqual({ matchLabels: { role: 'router' } });
});

test.each([
  [['!wt0', 'eth+'], '1.19'],
  [['!wt0', '+'], '1.20'],
  [['!w+', 'w+', 'wt0'], '1.19.3'],
  [['!wt0', 'eth0'], undefined],
  [['a23456789012345', 'b23456789012345+'], undefined],
  [['eth0', 'bond+', '!wt0'], undefined],
  [['WT0', 'wt', 'wt00'], undefined],
])('%j is safe on %s', (devices, ciliumVersion) => {
  expect(problems({ devices, ciliumVersion })).toEqual([]);
});

const takeOut = 'Take it out, here or in forbid.';
const nameOthers = 'Name the interfaces that Cilium shall use, for example ["eth0"].';
const isPrefix = 'a + at the end makes a prefix of it.';
const late = 'Exclusions (!) exist only from 1.19 on.';

test.each<[string[], string | undefined, number, string]>([
  [['wt0'], '1.16', 0, 'It selects wt0 on Cilium 1.16.'],
  [['eth0', 'wt0'], '1.20.2', 1, 'It selects wt0 on Cilium 1.20.'],
  [['eth0', 'w+'], '1.18', 1, `It selects wt0 on Cilium 1.18: ${isPrefix}`],
  [['!wt0', '+'], '1.18', 1, `It selects wt0 on Cilium 1.18: ${isPrefix}`],
  [['+', '!wt0'], '1.19', 0, `It selects wt0 on Cilium 1.19: ${isPrefix}`],
  [['eth0', 'wt0'], undefined, 1, 'It selects wt0 on every version.'],
  [['eth0', 'wt+'], undefined, 1, `It selects wt0 on every version: ${isPrefix}`],
  [['wt0+'], '1.21', 0, `It selects wt0 on every version: ${isPrefix}`],
  [['!wt0', 'eth0', '+'], undefined, 2, `It selects wt0 on 1.15–1.18: ${isPrefix} ${late}`],
  [['!w+', 'wt0'], '1.21', 1, `It selects wt0 on 1.15–1.18. ${late}`],
])('%j is refused for Cilium %s', (devices, ciliumVersion, index, reason) => {
  expect(problems({ devices, ciliumVersion })).toEqual([
    {
      path: 'guard/device-guard',
      field: `devices[${index}]`,
      value: JSON.stringify(devices[index]),
      reason,
      remedy: devices[index] === 'wt0' ? takeOut : nameOthers,
    },
  ]);
});

test('every forbidden interface is looked for, and refused where it is selected', () => {
  const found = problems({ devices: ['w+', 'eth0', 'tun0'], forbid: ['wt0', 'eth9', 'tun0'] });
  expect(found.map(({ field, reason }) => [field, reason])).toEqual([
    ['devices[0]', `It selects wt0 on Cilium 1.16: ${isPrefix}`],
    ['devices[2]', 'It selects tun0 on Cilium 1.16.'],
  ]);
});

test('what to write instead of a forbidden interface is never that interface', () => {
  const remedies = (devices: string[]) => problems({ devices, forbid: ['eth0'] }).map(({ remedy }) => remedy);
  expect(remedies(['eth0'])).toEqual([takeOut]);
  expect(remedies(['eth+'])).toEqual(['Name the interfaces that Cilium shall use, for example ["eth1"].']);
});

test('an interface that two peers have, on nodes of their own, is forbidden once', () => {
  expect(deviceGuard({ forbid: ['wt0', 'wt0'] }).policies.map(({ name }) => name)).toEqual(
    deviceGuard().policies.map(({ name }) => name),
  );
  expect(problems({ devices: ['w+'], forbid: ['wt0', 'wt0'] })).toHaveLength(1);
});

test.each([
  [['!wt+'], '1.19'],
  [['!wt0', '!eth1'], undefined],
])('%j selects nothing, which is refused', (devices, ciliumVersion) => {
  expect(problems({ devices, ciliumVersion })).toEqual([
    {
      path: 'guard/device-guard',
      field: 'devices',
      value: JSON.stringify(devices),
      reason: 'Nothing in it selects an interface: Cilium would use none.',
      remedy: 'Name the interfaces that Cilium shall use as well, for example ["eth0"].',
    },
  ]);
});

const size = 'The name of an interface has 1 to 15 characters of ASCII, none of them blank.';
const characters = 'The name of an interface has no "/", ":" or "%", and is not "." or "..".';

test.each([
  ['a234567890123456', size],
  ['b234567890123456+', size],
  ['!c234567890123456', size],
  ['!', size],
  ['éth0', size],
  ['eth/0', characters],
  ['eth%d', characters],
  ['.', characters],
  ['..+', characters],
])('%s is the name of no interface, which is refused', (entry, reason) => {
  expect(problems({ devices: ['eth0', entry] })).toEqual([
    {
      path: 'guard/device-guard',
      field: 'devices[1]',
      value: JSON.stringify(entry),
      reason,
      remedy: 'Name an interface of the node, for example ["eth0"].',
    },
  ]);
});

test.each([
  'eth0 wt0',
  'eth0,wt0',
  ' wt0',
  'wt0\n',
  'eth0\u0085wt0',
  'eth0\u00a0wt0',
  'eth0\u3000wt0',
  ',',
  ' ',
  '',
  5,
  null,
  ['wt0'],
])('an entry that Cilium would not read as one name is refused: %j', (entry) => {
  expect(problems({ devices: ['eth0', entry] })).toEqual([
    {
      path: 'guard/device-guard',
      field: 'devices[1]',
      value: JSON.stringify(entry),
      reason: 'An entry is one name, without blanks and commas: Cilium would split the list there.',
      remedy: 'Write one entry for each interface, for example ["eth0", "eth1"].',
    },
  ]);
});

test.each(['eth*', 'eth?', 'eth0;eth1', 'eth0|eth1'])('a pattern that Cilium does not know is refused: %s', (entry) => {
  expect(problems({ devices: [entry] })).toEqual([
    {
      path: 'guard/device-guard',
      field: 'devices[0]',
      value: JSON.stringify(entry),
      reason: 'Cilium takes it for the name of an interface: it knows no pattern but a + at the end.',
      remedy: 'Name the interfaces, for example ["eth0"], or write a prefix, for example ["eth+"].',
    },
  ]);
});

const list = 'It must be a list with at least one entry.';
const noLabel = (example: string) => ({
  reason: 'It is not a DNS label: 1 to 63 lower-case letters, digits and hyphens, none of these at an end.',
  remedy: `Write, for example, "${example}".`,
});
const unknownProp = {
  reason: 'There is no such prop.',
  remedy: 'Take it out, or correct its name; npm run typecheck knows all names.',
};

const noObjectName = (example: string) => ({
  reason: 'It is not the name of a Kubernetes object: lower-case letters, digits, hyphens and dots.',
  remedy: `Write, for example, "${example}".`,
});

test.each<[string, unknown, { field?: string; value?: string; reason: string; remedy: string }]>([
  ['devices', [], { value: '[]', reason: list, remedy: 'Write, for example, ["eth0"].' }],
  ['devices', undefined, { reason: 'It is missing.', remedy: 'Write, for example, ["eth0"].' }],
  ['devices', 'eth0 wt0', { value: '"eth0 wt0"', reason: list, remedy: 'Write, for example, ["eth0"].' }],
  ['forbid', [], { value: '[]', reason: list, remedy: 'Write, for example, ["wt0"].' }],
  ['forbid', 'wt0', { value: '"wt0"', reason: list, remedy: 'Write, for example, ["wt0"].' }],
  [
    'forbid',
    ['wt 0'],
    {
      field: 'forbid[0]',
      value: '"wt 0"',
      reason: 'The name of an interface has 1 to 15 characters of ASCII, none of them blank.',
      remedy: 'Write, for example, "wt0".',
    },
  ],
  ...['wt+', '!wt0', 'wt,0'].map(
    (name): [string, unknown, { field: string; value: string; reason: string; remedy: string }] => [
      'forbid',
      [name],
      {
        field: 'forbid[0]',
        value: JSON.stringify(name),
        reason: '"!", "+" and commas have a meaning in devices.',
        remedy: 'Give the interface another name.',
      },
    ],
  ),
  [
    'enforcement',
    'both',
    { value: '"both"', reason: 'There is no such choice.', remedy: 'Write "node-config" or "helm-values".' },
  ],
  [
    'admission',
    'deny',
    { value: '"deny"', reason: 'There is no such choice.', remedy: 'Write "Deny" or "Warn" or "Audit" or "none".' },
  ],
  ...['', null, 5].map((value): [string, unknown, { value: string; reason: string; remedy: string }] => [
    'helmValues',
    value,
    {
      value: JSON.stringify(value),
      reason: 'It is neither the path of a file nor an object.',
      remedy: 'Write, for example, "cilium/values.yaml".',
    },
  ]),
  [
    'nodeSelector',
    {},
    {
      value: '{}',
      reason: 'It must name at least one label.',
      remedy: 'Write, for example, { "kubernetes.io/hostname": "k8s-worker1" }.',
    },
  ],
  [
    'ciliumVersion',
    '1.14',
    {
      value: '"1.14"',
      reason: 'Versions of Cilium before 1.15 select devices by other rules.',
      remedy: 'Upgrade Cilium, then write, for example, "1.16".',
    },
  ],
  ['name', 'Guard', { value: '"Guard"', ...noLabel('netbird-device-guard') }],
  ['namespace', 'kube_system', { value: '"kube_system"', ...noLabel('kube-system') }],
  ['configMapName', 'Config', { value: '"Config"', ...noObjectName('cilium-config') }],
  ['daemonSetName', 'a/b', { value: '"a/b"', ...noObjectName('cilium') }],
  [
    'configSources',
    ['node'],
    {
      value: '["node"]',
      reason: 'It is not a list of sources, separated by commas.',
      remedy: 'Write, for example, "config-map:kube-system/cilium-config,cilium-node-config:kube-system".',
    },
  ],
  ['forceDeviceDetection', true, unknownProp],
  ['forbidden', ['wt0'], unknownProp],
])('%s = %j is refused', (field, value, problem) => {
  expect(problems({ [field]: value })).toEqual([{ path: 'guard/device-guard', field, ...problem }]);
});

test('props that are none are refused as such', () => {
  const [problem] = problemsFrom(
    () => new CiliumDeviceGuard(new Chart(new App(), 'guard'), 'device-guard', null as never),
  );
  expect(problem).toMatchObject({ field: 'props', value: 'null', reason: 'It must be an object.' });
});

test('a name that is refused is not looked for among the devices', () => {
  expect(problems({ devices: ['w+'], forbid: ['wt 0'] }).map(({ field }) => field)).toEqual(['forbid[0]']);
});

test('all problems are told at once', () => {
  const fields = problems({ devices: ['w*', 'w+'], name: 'A', ciliumVersion: '1.9', node: 'x' }).map(
    ({ field }) => field,
  );
  expect(fields).toEqual(['node', 'ciliumVersion', 'devices[0]', 'devices[1]', 'name']);
});

test('no list that the guard accepts selects a forbidden interface, on any version that it may run on', () => {
  const known = ['1.15', '1.16', '1.17', '1.18', '1.19', '1.20'];
  const piece = fc.constantFrom('wt0', 'eth0', '!', '+', 'w', ' ', ',', '\u0085', '\ufeff', '\u2028', '\0', '\t', '++');
  const entry = fc.oneof(
    fc.constantFrom('eth0', '!wt0', '!w+', 'w+'),
    fc.array(piece).map((pieces) => pieces.join('')),
  );
  const entries = fc.array(entry, { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(entries, fc.constantFrom(undefined, ...known), (devices, ciliumVersion) => {
      try {
        const pinned = nodeConfig({ devices, ciliumVersion }).spec.defaults.devices;
        for (const version of ciliumVersion === undefined ? known : [ciliumVersion]) {
          expect(['not-selected', 'excluded']).toContain(deviceVerdict(pinned, 'wt0', { ciliumVersion: version }));
        }
      } catch (error) {
        if (!(error instanceof RefusedError)) throw error;
      }
    }),
    { numRuns: 500 },
  );
});

/** A second guard beside that of the design document, which may have some props otherwise, in one cluster or in two. */
function secondGuard(props: Partial<CiliumDeviceGuardProps>, first: Partial<CiliumDeviceGuardProps> = {}, same = true) {
  const site = new App();
  const [west, east] = [new Cluster(site, 'west'), new Cluster(site, 'east', { server: 'https://east.example.org' })];
  new CiliumDeviceGuard(new Chart(west, 'one'), 'guard', { ...designDocument, ...first });
  const chart = new Chart(same ? west : east, 'two');
  return problemsFrom(() => new CiliumDeviceGuard(chart, 'guard', { ...designDocument, ...props }));
}

const sameNames = {
  field: 'name',
  reason: 'In the same cluster, objects of west/one/guard have the same names.',
  remedy: 'Give each guard a name of its own, or let one forbid the interfaces of both.',
};
const rivals = (enforcement: string) => ({
  field: 'enforcement',
  reason: `In the same cluster, west/one/guard has "${enforcement}", and Helm values pin the devices of all nodes.`,
  remedy: 'Let one guard forbid the interfaces of both, or give both "node-config".',
});
const sameNodes = {
  field: 'devices',
  reason: 'A node may get these and those of west/one/guard: the CiliumNodeConfig whose name sorts last wins.',
  remedy: 'Write the same devices, or node selectors that no node meets both of.',
};
const other = 'other-device-guard';

test.each<[Partial<CiliumDeviceGuardProps>, Partial<CiliumDeviceGuardProps>, { field: string; value: unknown }[]]>([
  [{}, {}, [{ ...sameNames, value: 'netbird-device-guard' }]],
  [{ name: 'guard-2' }, { name: 'guard', forbid: ['wt0', 'wt1'] }, [{ ...sameNames, value: 'guard-2' }]],
  [
    { name: other, enforcement: 'helm-values' },
    { enforcement: 'helm-values' },
    [{ ...rivals('helm-values'), value: 'helm-values' }],
  ],
  [{ name: other }, { enforcement: 'helm-values' }, [{ ...rivals('helm-values'), value: 'node-config' }]],
  [{ name: other, enforcement: 'helm-values' }, {}, [{ ...rivals('node-config'), value: 'helm-values' }]],
  [{ name: other, devices: ['eth1'] }, {}, [{ ...sameNodes, value: ['eth1'] }]],
  [{ name: other, devices: ['eth1'] }, { nodeSelector: { role: 'router' } }, [{ ...sameNodes, value: ['eth1'] }]],
])('the guard %j beside the guard %j of the same cluster is refused, with both paths', (props, first, expected) => {
  expect(secondGuard(props, first)).toEqual(
    expected.map((problem) => ({ path: 'west/two/guard', ...problem, value: JSON.stringify(problem.value) })),
  );
});

test('a guard that is refused for other reasons is held against no other', () => {
  expect(secondGuard({ forbid: [] }).map(({ field }) => field)).toEqual(['forbid']);
});

test('a second guard is accepted with a name and devices that go together, and in a cluster of its own', () => {
  const elsewhere = { nodeSelector: { 'kubernetes.io/hostname': 'k8s-worker2' } };
  expect(secondGuard({ name: other })).toEqual([]);
  expect(secondGuard({ name: other, devices: ['eth1'], ...elsewhere })).toEqual([]);
  expect(secondGuard({ devices: ['eth1'], enforcement: 'helm-values' }, {}, false)).toEqual([]);
});

test('without a CiliumL2AnnouncementPolicy in the site, the summary says what to look at; with one it is judged', () => {
  const policy = {
    apiVersion: 'cilium.io/v2alpha1',
    kind: 'CiliumL2AnnouncementPolicy',
    metadata: { name: 'gateway' },
    spec: { interfaces: ['^eth0$'] },
  };
  const other = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'gateway' } };
  expect(deviceGuard().reviewSite([other])).toMatchObject({
    warnings: [],
    notes: [
      {
        path: 'guard/device-guard',
        text: 'No CiliumL2AnnouncementPolicy is part of this site. If Cilium announces addresses, none of its policies may select kubernetes.io/hostname=k8s-worker1.',
      },
    ],
  });
  const { warnings, notes } = deviceGuard().reviewSite([other, policy]);
  expect(notes).toEqual([]);
  expect(warnings.map(({ reason }) => reason)).toEqual([expect.stringContaining('src_valid_mark')]);
});

test('a node is named by all labels that it is selected by', () => {
  const [note] = deviceGuard({ nodeSelector: { zone: 'a', role: 'router' } }).reviewSite([]).notes;
  expect(note?.text).toMatch(/ may select zone=a,role=router\.$/);
});

test('what is refused is not warned of as well', () => {
  const guard = deviceGuard({ helmValues: { devices: 'eth0', installNoConntrackIptablesRules: true } });
  const { problems, warnings } = guard.reviewSite([]);
  expect([problems.length, warnings.length]).toEqual([1, 0]);
});

test('without admission there are no policies', () => {
  expect(deviceGuard({ admission: 'none' }).policies).toEqual([]);
});
