import { expect, jest, test } from '@jest/globals';
import { CiliumConfig } from '../../../lib/cilium/config/cilium-config.ts';

const devices = (text: string) => {
  const config = CiliumConfig.fromText(text, 'file');
  expect(config.problems).toEqual([]);
  const setting = config.settingsFor().get('devices');
  return [setting?.value, setting?.place];
};
const problem = (text: string) => CiliumConfig.fromText(text, 'file').problems.map(({ reason }) => reason);

const CONFIG_MAP = `apiVersion: v1
kind: ConfigMap
metadata: { name: cilium-config, namespace: kube-system }
data:
  devices: eth0
`;

test.each([
  ['Helm values', 'devices: eth0\n', 'devices'],
  ['Helm values with a list', 'devices:\n- eth0\n', 'devices'],
  ['Helm values as JSON', '{"devices": ["eth0"]}', 'devices'],
  ['a dump as YAML', 'cluster-name: default\ndevices: eth0\n', 'devices'],
  ['a dump as JSON', '{"cluster-name":"default","devices":"eth0"}', 'devices'],
  ['a dump with equals signs', 'cluster-name=default\ndevices=eth0\n', 'devices'],
  ['a dump as grep prints it', 'cluster-name:default\ndevices:eth0\n', 'devices'],
  ['a dump with the line ends of Windows, and a blank line', 'cluster-name=a\r\n  \r\ndevices=eth0\r\n', 'devices'],
])('%s', (_, text, key) => {
  expect(devices(text)).toEqual(['eth0', `file: ${key}`]);
});

test.each([
  ['Helm values without a hyphen', 'devices: 5\n', 1],
  ['Helm values with a nested one', 'x-common: { a: 1 }\ndevices: 5\n', 1],
  ['Helm values with a capital', 'x-common: 1\ndevices: 5\nbpfMapDynamicSizeRatio: 1\n', 1],
  ['Helm values called by a kind', 'kind: any\ndevices: 5\n', 1],
  ['a dump, whose values are text', 'cluster-name: a\ndebug: true\ndevices: 5\n', 0],
])('%s: that 5 is no name has %i findings', (_, text, count) => {
  expect(problem(text)).toHaveLength(count);
});

test.each([
  ['an equals sign', 'devices: "a=b"\n', 'a=b'],
  ['a colon', 'devices: "a:b"\n', 'a:b'],
  [
    'the title of another output',
    'devices: "#### Read-only configurations ####"\n',
    '#### Read-only configurations ####',
  ],
])('%s in a value does not make lines of a dump', (_, text, value) => {
  expect(devices(text)).toEqual([value, 'file: devices']);
});

test('one line like those of a dump makes none of the others', () => {
  expect(problem('devices=eth0\n- eth1\n')).toEqual(['It is neither a mapping nor a Kubernetes object.']);
});

test('a value that ends with an equals sign, or is nothing, is whole', () => {
  expect(devices('cluster-name=\ndevices=a=b=\n')).toEqual(['a=b=', 'file: devices']);
});

test('a dump says where a key would be that it does not have', () => {
  expect(CiliumConfig.fromText('cluster-name=a\n', 'file').settingsFor().placeOf('devices')).toBe('file: devices');
});

test('a text as large as a configuration may be is read', () => {
  expect(problem('#'.repeat(2 * 2 ** 20))).toEqual([]);
});

test.each([
  ['a manifest', CONFIG_MAP],
  ['a manifest among others', `---\napiVersion: v1\nkind: Secret\n---\n${CONFIG_MAP}---\n`],
  [
    'a list',
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'List',
      items: [
        {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'cilium-config', namespace: 'kube-system' },
          data: { devices: 'eth0' },
        },
      ],
    }),
  ],
  [
    'a list of its kind',
    `apiVersion: v1\nkind: ConfigMapList\nitems:\n- ${CONFIG_MAP.trim().replaceAll('\n', '\n  ')}\n`,
  ],
])('%s', (_, text) => {
  expect(devices(text)).toEqual(['eth0', 'ConfigMap kube-system/cilium-config: data.devices']);
});

test('a value of several lines is one value to grep', () => {
  expect(devices('cluster-name:default\ndevices:eth0\ndevices:eth1\n')).toEqual(['eth0\neth1', 'file: devices']);
});

test('a dump is what became of all sources: its booleans are text', () => {
  const config = CiliumConfig.fromText('cluster-name: a\nforce-device-detection: true\n', 'file');
  expect(config.settingsFor().isTrue('force-device-detection')).toBe(true);
});

test('an empty file is a file of Helm values without any', () => {
  const all = CiliumConfig.fromText(
    'apiVersion: cilium.io/v2\nkind: CiliumNodeConfig\nspec: { nodeSelector: {}, defaults: { devices: eth0 } }\n',
    'all',
  );
  const both = CiliumConfig.combine([CiliumConfig.fromText('', 'file'), all]);
  expect(both.settingsFor().get('devices')?.value).toBe('eth0');
  expect(devices('')).toEqual([undefined, undefined]);
  expect(CiliumConfig.fromText('# nothing\n', 'file').settingsFor().areComplete).toBe(true);
});

test('YAML is read as Helm reads it, in version 1.1: yes is true', () => {
  const config = CiliumConfig.fromText('forceDeviceDetection: yes\nbpf: { tproxy: on }\n', 'file');
  expect(config.problems).toEqual([]);
  expect(config.settingsFor().isTrue('force-device-detection')).toBe(true);
  expect(config.settingsFor().isTrue('enable-bpf-tproxy')).toBe(true);
});

test.each([
  ['anchors and merge keys are resolved', 'x: &x { devices: eth0 }\n<<: *x\n'],
  ['several merge keys are no key that stands twice', 'x: &x { devices: eth0 }\ny: &y { a: 1 }\n<<: *x\n<<: *y\n'],
  ['keys that are no text are none of those that it looks for', '? [a]\n: 1\n? [b]\n: 2\ndevices: eth0\n'],
])('%s', (_, text) => {
  const warned = jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
  expect(devices(text)[0]).toBe('eth0');
  expect(warned).not.toHaveBeenCalled();
  warned.mockRestore();
});

test.each([
  [`a: |${'a'.repeat(300)}\n`, 200],
  [`${'a'.repeat(80)}: 1\n${'a'.repeat(80)}: 2\n`, 150],
])('what a reason quotes is cut: %.40j', (text, length) => {
  const [reason = ''] = problem(text);
  expect(reason).toContain('aaaaaaaaaa');
  expect(reason.length).toBeLessThan(length);
});

test.each([
  [
    'devices: eth0\ndevices: wt0\n',
    'Line 2 writes "devices" a second time: Helm takes the last, other readers refuse it.',
  ],
  ['devices: [eth0\n', expect.stringMatching(/^Line \d, column \d+ is not YAML: /)],
  ['- eth0\n', 'It is neither a mapping nor a Kubernetes object.'],
  ['eth0', 'It is neither a mapping nor a Kubernetes object.'],
  [
    '#### Read-only configurations ####\nDevices : [eth0]\n',
    'It is the output of cilium-dbg config, which does not show what devices was set to.',
  ],
  [
    `a: &a [x, x]\n${'bcdefghijklmno'
      .split('')
      .map((name, index) => `${name}: &${name} [${`*${'abcdefghijklmn'[index]}, `.repeat(9)}]\n`)
      .join('')}`,
    'One of its aliases (*name) has no anchor, or they multiply beyond measure.',
  ],
  ['a: *nothing\n', expect.any(String)],
  ['- '.repeat(2 ** 19), 'It is too large to be a configuration of Cilium.'],
  ['+'.repeat(2 ** 22 + 1), 'It is too large to be a configuration of Cilium.'],
])('%.40j cannot be read', (text, reason) => {
  expect(problem(text)).toEqual([reason]);
});

test.each([
  'apiVersion: v1\nkind: Service\n',
  'apiVersion: v1\nkind: List\nitems: []\n',
  'apiVersion: v1\nkind: List\nitems: nothing\n',
  `apiVersion: v1\nkind: Listing\nitems:\n- ${CONFIG_MAP.trim().replaceAll('\n', '\n  ')}\n`,
  CONFIG_MAP.replace('cilium-config', 'other'),
])('a manifest that does not configure Cilium is read, and adds nothing: %j', (text) => {
  const config = CiliumConfig.fromText(text, 'file');
  expect(config.problems).toEqual([]);
  expect(config.isEmpty).toBe(true);
});

test('one key with a hyphen does not make a dump of Helm values', () => {
  const nested = CiliumConfig.fromText('x-common: { a: 1 }\ndevices: eth0\nextraArgs: ["--devices=wt0"]\n', 'file');
  expect(nested.settingsFor().get('devices')?.value).toBe('wt0');
  const flat = CiliumConfig.fromText('x-common: 1\nforceDeviceDetection: true\n', 'file');
  expect(flat.settingsFor().isTrue('force-device-detection')).toBe(true);
});
