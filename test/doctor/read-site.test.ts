import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { App, Chart } from 'cdk8s';
import { stringify } from 'yaml';
import { readSite } from '../../lib/doctor/read-site.ts';
import { NetbirdRoutingPeer, type NetbirdRoutingPeerProps, SetupKey } from '../../lib/index.ts';
import { inTemporaryFolder, root } from '../support/repository.ts';
import { designDocument } from '../support/routing-peer.ts';

/** Reads a site of these charts, each with a peer. */
function read(
  charts: Readonly<Record<string, Partial<NetbirdRoutingPeerProps>>>,
  choice: Partial<Parameters<typeof readSite>[1]> = {},
) {
  return inTemporaryFolder((folder) => {
    for (const [path, props] of Object.entries(charts)) {
      const chart = new Chart(new App(), 'netbird');
      new NetbirdRoutingPeer(chart, 'routing-peer', { ...designDocument, ...props });
      for (const object of chart.toJson()) {
        const file = join(folder, path, `${object.kind}.${object.metadata.name}.k8s.yaml`);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, stringify(object));
      }
    }
    return readSite(folder, { replica: 0, ...choice });
  });
}

function peerOf(site: ReturnType<typeof read>) {
  if (typeof site === 'string') throw new Error(site);
  return site.peer;
}

test('the site of the design document, from its objects alone', () => {
  const site = readSite(join(root, 'dist'), { replica: 0 });
  if (typeof site === 'string') throw new Error(site);
  expect(site.peer).toMatchObject({
    namespace: 'netbird',
    name: 'netbird-peer',
    podName: 'netbird-peer-0',
    claimName: 'netbird-config-netbird-peer-0',
    hostname: 'k8s-routing-peer',
    image: 'netbirdio/netbird:0.66.2',
    interfaceName: 'wt0',
    managementUrl: 'https://netbird.madhan.app',
    nodeSelector: { 'kubernetes.io/hostname': 'k8s-worker1' },
    stateDirectory: '/var/lib/netbird',
    networks: ['192.168.1.0/24'],
    masquerade: [{ overlay: '100.109.0.0/16', network: '192.168.1.0/24' }],
    setupKey: { secret: { name: 'netbird-setup-key', key: 'NETBIRD_SETUP_KEY' }, csiVolume: 'setup-key' },
  });
  expect(site.ciliumNamespace).toBe('kube-system');
  expect(site.applications.map(({ metadata }) => metadata.name)).toEqual([
    'cilium-device-guard',
    'netbird-routes',
    'netbird',
  ]);
  expect(site.objects.map(({ kind }) => kind)).not.toContain('Application');
});

test('a peer that does not masquerade has networks all the same', () => {
  const networks = ['192.168.1.0/24', '10.9.0.0/16'];
  expect(peerOf(read({ netbird: { masquerade: false, networks } }))).toMatchObject({ networks, masquerade: [] });
  expect(peerOf(read({ netbird: { networks } }))).toMatchObject({
    networks,
    masquerade: networks.map((network) => ({ overlay: '100.109.0.0/16', network })),
  });
});

test('a replica has a pod, a claim and a name of its own', () => {
  const immutableFields = { podManagementPolicy: 'OrderedReady' } as const;
  const props = { replicas: 2, nodeSelector: { router: 'yes' }, immutableFields };
  expect(peerOf(read({ netbird: props }, { replica: 1 }))).toMatchObject({
    podName: 'netbird-peer-1',
    claimName: 'netbird-config-netbird-peer-1',
    hostname: 'k8s-routing-peer-1',
  });
  expect(read({ netbird: props }, { replica: 2 })).toBe('--replica 2: the peer has the replicas 0 to 1.');
});

test.each([
  ['a Secret', SetupKey.fromSecret({ name: 'mine', key: 'KEY' }), { secret: { name: 'mine', key: 'KEY' } }],
  [
    'a Secret as a file',
    SetupKey.fromSecret({ name: 'mine', key: 'KEY', delivery: 'file' }),
    { secret: { name: 'mine', key: 'KEY' } },
  ],
  [
    'an ExternalSecret',
    SetupKey.fromExternalSecret({ store: { name: 'openbao' }, path: 'netbird', key: 'KEY' }),
    { secret: { name: 'netbird-setup-key', key: 'KEY' }, externalSecret: 'netbird-setup-key' },
  ],
])('the setup key from %s', (_, setupKey, place) => {
  expect(peerOf(read({ netbird: { setupKey } })).setupKey).toEqual(place);
});

test('of several peers one has to be chosen', () => {
  const charts = { a: {}, b: { name: 'other', namespace: 'other', hostname: 'other' } };
  expect(read(charts)).toBe(
    'There are several routing peers. Choose one by\n  --peer netbird/netbird-peer\n  --peer other/other-peer',
  );
  expect(peerOf(read(charts, { peer: 'other-peer' })).namespace).toBe('other');
  expect(peerOf(read(charts, { peer: 'netbird/netbird-peer' })).namespace).toBe('netbird');
});

test('of several clusters one has to be chosen, and its objects only are read', () => {
  const charts = { 'east/netbird': {}, 'west/netbird': { hostname: 'west' } };
  expect(read(charts)).toMatch(/--cluster east --peer netbird\/netbird-peer\n {2}--cluster west/);
  const site = read(charts, { cluster: 'west' });
  expect(peerOf(site).hostname).toBe('west');
  expect(Object(site).objects.filter(({ kind }: { kind: string }) => kind === 'StatefulSet')).toHaveLength(1);
});

test('Applications that an ApplicationSet makes are those of its index', () => {
  inTemporaryFolder((folder) => {
    cpSync(join(root, 'dist', 'netbird'), join(folder, 'netbird'), { recursive: true });
    const set = {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'ApplicationSet',
      metadata: { name: 'netbird', namespace: 'argocd' },
    };
    mkdirSync(join(folder, 'argocd'));
    writeFileSync(join(folder, 'argocd', 'ApplicationSet.netbird.k8s.yaml'), stringify(set));
    const read = () => Object(readSite(folder, { replica: 0 })).applications;
    expect(read()).toEqual([]);
    const entry = {
      name: 'netbird',
      folder: 'netbird',
      server: 'https://kubernetes.default.svc',
      namespace: 'netbird',
    };
    writeFileSync(join(folder, 'index.json'), JSON.stringify([entry]));
    expect(read()).toMatchObject([{ kind: 'Application', metadata: { name: 'netbird', namespace: 'argocd' } }]);
    writeFileSync(join(folder, 'index.json'), '[{');
    expect(read()).toEqual([]);
  });
});

test('a file that is no object is named', () => {
  inTemporaryFolder((folder) => {
    writeFileSync(join(folder, 'x.k8s.yaml'), 'a: [');
    expect(readSite(folder, { replica: 0 })).toBe(
      `${join(folder, 'x.k8s.yaml')} is not a Kubernetes object. Run: npm run synth`,
    );
  });
});
