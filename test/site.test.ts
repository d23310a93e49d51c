import { expect, test } from '@jest/globals';
import { deviceVerdict } from '../lib/index.ts';
import { manifestProblems } from './manifests/manifest-problems.ts';
import { committed, type Manifest, objectsIn, SITES, synthesized } from './support/sites.ts';

// Each site as its program writes it. After a wanted change: npm run synth, npm run synth:examples, npm test -- -u
const sites = SITES.map((site) => ({ ...site, files: synthesized(site) }));

const clientOf = (statefulSet: Manifest) => statefulSet.spec.template.spec.containers[0];

test('the whole site', () => {
  // The program that keeps the routes is a copy of a file that has tests of its own.
  const files = Object.entries(sites[0]?.files ?? {}).filter(([file]) => !file.includes('-program.'));
  expect(Object.fromEntries(files)).toMatchSnapshot();
});

test.each(sites)('$name: what is committed is what the program makes', ({ files, ...site }) => {
  expect(committed(site)).toEqual(files);
});

test.each(sites)('$name: every object keeps to its schema', async ({ files }) => {
  const problems = await Promise.all(Object.entries(files).map(([file, text]) => manifestProblems(file, text)));
  expect(problems.flat()).toEqual([]);
});

test.each(sites)('$name: the identity is on a claim, mounted at /var/lib/netbird', ({ files }) => {
  const statefulSets = objectsIn(files, 'StatefulSet');
  expect(statefulSets).not.toEqual([]);
  for (const statefulSet of statefulSets) {
    const [claimTemplate] = statefulSet.spec.volumeClaimTemplates;
    const mount = { name: claimTemplate.metadata.name, mountPath: '/var/lib/netbird' };
    expect(clientOf(statefulSet).volumeMounts).toContainEqual(mount);
  }
});

test.each(sites)('$name: no other path can hold the identity', ({ files }) => {
  for (const { env, volumeMounts } of objectsIn(files, 'StatefulSet').map(clientOf)) {
    const paths = volumeMounts.map(({ mountPath }: Manifest) => mountPath);
    expect(paths.filter((path: string) => path.includes('netbird'))).toEqual(['/var/lib/netbird']);
    const variables = env.map(({ name }: Manifest) => name);
    expect(variables).not.toContain('NB_STATE_DIR');
    expect(variables).not.toContain('NB_CONFIG');
  }
  expect(JSON.stringify(files)).not.toContain('/etc/netbird');
});

test.each(sites)('$name: Cilium never selects the tunnel interface wt0 on the nodes of a peer', ({ files }) => {
  const folders = new Set(
    Object.keys(files).map((file) => file.slice(0, file.lastIndexOf('/', file.lastIndexOf('/') - 1) + 1)),
  );
  for (const folder of folders) {
    for (const peer of objectsIn(files, 'StatefulSet', folder)) {
      const [guard] = objectsIn(files, 'CiliumNodeConfig', folder);
      const { value: tunnel } = clientOf(peer).env.find(({ name }: Manifest) => name === 'NB_INTERFACE_NAME');
      expect(tunnel).toBe('wt0');
      expect(guard.spec.nodeSelector.matchLabels).toEqual(peer.spec.template.spec.nodeSelector);
      expect(guard.spec.defaults['force-device-detection']).toBe('false');
      expect(guard.spec.defaults.devices.split(/[\s,]+/)).not.toContain('wt0');
      for (const ciliumVersion of ['1.15', '1.16', '1.17', '1.18', '1.19', '1.20']) {
        expect(deviceVerdict(guard.spec.defaults.devices, 'wt0', { ciliumVersion })).toBe('not-selected');
      }
    }
  }
});

test.each(sites)(
  '$name: deleting an Application deletes nothing, and deleting the Namespace asks first',
  ({ files }) => {
    for (const { metadata } of objectsIn(files, 'Application')) expect(metadata.finalizers).toBeUndefined();
    const namespaces = objectsIn(files, 'Namespace').filter(({ metadata }) => metadata.name === 'netbird');
    for (const { metadata } of namespaces) {
      expect(metadata.annotations['argocd.argoproj.io/sync-options']).toBe('Prune=confirm,Delete=confirm');
    }
  },
);

test.each(sites)('$name: custom resources may come before their definitions', ({ files }) => {
  const kinds = ['SecretProviderClass', 'SecretStore', 'ExternalSecret', 'CiliumNodeConfig'];
  for (const { metadata } of kinds.flatMap((kind) => objectsIn(files, kind))) {
    expect(metadata.annotations['argocd.argoproj.io/sync-options']).toBe('SkipDryRunOnMissingResource=true');
  }
});

test.each(sites)('$name: what is needed to start the peer is there a wave before it', ({ files }) => {
  const kinds = ['Namespace', 'ServiceAccount', 'SecretStore', 'SecretProviderClass', 'ExternalSecret'];
  for (const { kind, metadata } of kinds.flatMap((kind) => objectsIn(files, kind))) {
    const wave = Number(metadata.annotations['argocd.argoproj.io/sync-wave'] ?? 0);
    expect({ kind, isBefore: wave < 0 }).toEqual({ kind, isBefore: true });
  }
});
