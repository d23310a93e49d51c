import { beforeAll, describe, expect, test } from '@jest/globals';
import { type DeviceVerdict, deviceVerdict } from '../../lib/cilium/device-filter.ts';
import { cilium } from './support/cilium-objects.ts';
import { type AnyObject, Cluster } from './support/cluster.ts';
import { installPolicies, untilActive, verdict } from './support/policies.ts';
import { applySite } from './support/site.ts';

const cluster = Cluster.current();

// The spellings of the table of devices that test/cilium/device-filter.test.ts holds the model to.
const DEVICES: readonly (string | undefined)[] = [
  ...[undefined, '', '   ', '\t\n', 'eth0', 'eth+', 'eth0,', 'eth0 wt0', 'eth0,wt0', 'eth0\nwt0', 'eth0\twt0'],
  ...['eth0, wt0', 'eth0,wt0 ens3', 'eth0 ,wt0', 'w+', 'wt++', 'wt0+', '+', '!wt0', '!+', 'eth0 !wt0', '!wt0 +'],
  ...['!wt+ +', '!wt0 wt+', '+ !wt0', 'wt+ !wt0', '! wt0', '!!wt0', 'WT0', 'w*', 'wt', 'eth0;wt0'],
];

interface Row {
  readonly devices: string | undefined;
  readonly force: string | undefined;
}

const ROWS: readonly Row[] = [undefined, 'true'].flatMap((force) => DEVICES.map((devices) => ({ devices, force })));

type Policy = 'config-map' | 'node-config';

interface Guard {
  readonly title: string;
  readonly namespace: string;
  readonly policies: string;
  /** All for which it has to be safe. */
  readonly versions: readonly string[];
  readonly pinned: boolean;
}

const ALL = ['1.15', '1.16', '1.17', '1.18', '1.19', '1.20'];

const GUARDS: readonly Guard[] = [
  { title: 'the site', namespace: 'kube-system', policies: 'netbird-device-guard', versions: ['1.16'], pinned: true },
  ...['1.15', '1.19'].map((version) => {
    const namespace = `cilium-${version.replace('.', '-')}`;
    return { title: `Cilium ${version}`, namespace, policies: namespace, versions: [version], pinned: false };
  }),
  { title: 'any Cilium', namespace: 'cilium-any', policies: 'cilium-any', versions: ALL, pinned: false },
];

beforeAll(async () => {
  await applySite(cluster);
  await untilActive(cluster, 'kube-system', { name: 'netbird-device-guard' });
  const others = GUARDS.slice(1).map(({ namespace, versions }) =>
    installPolicies(cluster, namespace, versions.length === 1 ? { version: versions[0] } : {}),
  );
  await Promise.all(others);
});

describe.each(GUARDS)('$title decides about each row as the model does', (guard) => {
  const { configMap, nodeConfig } = cilium(guard.namespace);

  test.each(['created', 'updated'])('for a ConfigMap that is %s', async (how) => {
    await start(how, configMap({ devices: 'safe0' }));
    expect(await misjudged(guard, 'config-map', configMap)).toEqual([]);
  });

  test.each(['created', 'updated'])('for a CiliumNodeConfig that is %s', async (how) => {
    await start(how, nodeConfig({ devices: 'safe0' }));
    expect(await misjudged(guard, 'node-config', nodeConfig)).toEqual([]);
  });
});

test('version v2alpha1 of a CiliumNodeConfig is held to the same', async () => {
  const { nodeConfig } = cilium('cilium-1-15');
  expect(await verdict(cluster, nodeConfig({ devices: 'eth0' }, 'v2alpha1'))).toBe('');
  expect(await verdict(cluster, nodeConfig({ devices: 'w+' }, 'v2alpha1'))).toMatch(/the entry "w\+" selects wt0/);
});

/** An update needs something to be updated; a creation, that there is nothing. */
async function start(how: string, object: AnyObject): Promise<void> {
  if (how === 'updated') await cluster.apply(object);
  else await cluster.delete(object);
}

/** The rows for which the API server does not say what it should. */
async function misjudged(guard: Guard, policy: Policy, make: (data: Record<string, string>) => AnyObject) {
  const verdicts = ROWS.map(async (row) => ({ ...row, said: await verdict(cluster, make(data(row))) }));
  return (await Promise.all(verdicts)).flatMap((row) => {
    const wanted = expected(guard, policy, row);
    return wanted.test(row.said) ? [] : { ...row, wanted: String(wanted) };
  });
}

/** Never empty: of a map whose last key goes away by an apply, `null` would be left. */
function data({ devices, force }: Row): Record<string, string> {
  return {
    'enable-hubble': 'true',
    ...(devices === undefined ? {} : { devices }),
    ...(force === undefined ? {} : { 'force-device-detection': force }),
  };
}

/** What the model says of a row, as the text that the policy has for it. Of several reasons, the API server names one. */
function expected({ policies, versions, pinned }: Guard, policy: Policy, row: Row): RegExp {
  const by = `ValidatingAdmissionPolicy '${policies}-${policy}' with binding '${policies}-${policy}' denied request: `;
  const reasons = new Set(versions.flatMap((version) => reasonsOn(version, row, policy, pinned)));
  if (versions.includes('1.15') && mixes(row.devices)) reasons.add('of commas and blanks together, Cilium 1.15 makes');
  return reasons.size === 0 ? /^$/ : new RegExp(`${by}.*(${[...reasons].join('|')})`);
}

function reasonsOn(ciliumVersion: string, { devices, force }: Row, policy: Policy, pinned: boolean): string[] {
  const forced = force === 'true' && ciliumVersion !== '1.15';
  // A CiliumNodeConfig says nothing about a key that it does not name; one that only forces, forces all the same.
  if (devices === undefined && policy === 'node-config') return forced ? ['force-device-detection is true'] : [];
  const found: DeviceVerdict = deviceVerdict(devices, 'wt0', { ciliumVersion, forceDeviceDetection: forced });
  const isEmpty = (devices ?? '').trim() === '';
  if (found === 'selected') return [` selects wt0, whose traffic Cilium then drops without a trace. Write "eth0".`];
  if (found !== 'auto-detected' || (isEmpty && pinned && policy === 'config-map')) return [];
  return isEmpty
    ? ['devices is empty: Cilium detects devices by itself then, wt0 among them. Write "eth0".', 'force-device-']
    : ['force-device-detection is true: .* wt0 among them. Write "false".'];
}

function mixes(devices = ''): boolean {
  return devices.includes(',') && /\s/.test(devices.trim());
}
