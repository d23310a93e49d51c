import { beforeAll, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { deviceVerdict } from '../lib/index.ts';
import { filesBelow, inTemporaryFolder, runNode } from './support/repository.ts';

// The site of main.ts, whatever its values are, as the program writes it. After a wanted change: npm test -- -u
let files: Record<string, string>;

// biome-ignore lint/suspicious/noExplicitAny: manifests are read as a cluster reads them, without types
type Manifest = any;

const manifests = (kind: string): Manifest[] =>
  Object.values(files)
    .map((content) => parse(content))
    .filter((manifest) => manifest.kind === kind);
const clients = () => manifests('StatefulSet').map(({ spec }) => spec.template.spec.containers[0]);

beforeAll(() => {
  files = inTemporaryFolder((folder) => {
    const { status, stderr } = runNode(['main.ts'], { env: { CDK8S_OUTDIR: folder } });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    return filesBelow(folder);
  });
});

test('the whole site', () => {
  expect(files).toMatchSnapshot();
});

test('the identity is on a claim, mounted at /var/lib/netbird', () => {
  expect(clients()).not.toEqual([]);
  for (const { spec } of manifests('StatefulSet')) {
    const [claimTemplate] = spec.volumeClaimTemplates;
    expect(spec.template.spec.containers[0].volumeMounts).toContainEqual({
      name: claimTemplate.metadata.name,
      mountPath: '/var/lib/netbird',
    });
  }
});

test('no other path can hold the identity', () => {
  for (const { env, volumeMounts } of clients()) {
    const paths = volumeMounts.map(({ mountPath }: Manifest) => mountPath);
    expect(paths.filter((path: string) => path.includes('netbird'))).toEqual(['/var/lib/netbird']);
    const variables = env.map(({ name }: Manifest) => name);
    expect(variables).not.toContain('NB_STATE_DIR');
    expect(variables).not.toContain('NB_CONFIG');
  }
  expect(JSON.stringify(files)).not.toContain('/etc/netbird');
});

test('Cilium never selects the tunnel interface wt0 on the node of the peer', () => {
  const [peer] = manifests('StatefulSet');
  const [guard] = manifests('CiliumNodeConfig');
  const { value: tunnel } = clients()[0].env.find(({ name }: Manifest) => name === 'NB_INTERFACE_NAME');
  expect(tunnel).toBe('wt0');
  expect(guard.spec.nodeSelector.matchLabels).toEqual(peer.spec.template.spec.nodeSelector);
  expect(guard.spec.defaults['force-device-detection']).toBe('false');
  expect(guard.spec.defaults.devices.split(/[\s,]+/)).not.toContain('wt0');
  for (const ciliumVersion of ['1.15', '1.16', '1.17', '1.18', '1.19', '1.20']) {
    expect(deviceVerdict(guard.spec.defaults.devices, 'wt0', { ciliumVersion })).toBe('not-selected');
  }
});

test('deleting an Application deletes nothing, and deleting the Namespace asks first', () => {
  for (const { metadata } of manifests('Application')) expect(metadata.finalizers).toBeUndefined();
  for (const { metadata } of manifests('Namespace')) {
    expect(metadata.annotations['argocd.argoproj.io/sync-options']).toBe('Prune=confirm,Delete=confirm');
  }
});

test('custom resources may come before their definitions', () => {
  for (const { metadata } of [...manifests('SecretProviderClass'), ...manifests('CiliumNodeConfig')]) {
    expect(metadata.annotations['argocd.argoproj.io/sync-options']).toBe('SkipDryRunOnMissingResource=true');
  }
});
