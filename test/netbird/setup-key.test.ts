import { expect, test } from '@jest/globals';
import { App, Chart } from 'cdk8s';
import { AccessToken, type DeliveryForm, NetbirdRoutingPeer, SetupKey } from '../../lib/index.ts';
import { collectProblems } from '../../lib/refusal/props-review.ts';
import { designDocument, problemsOf, routingPeer } from '../support/routing-peer.ts';

const login = { address: 'https://openbao.example.org', role: 'netbird' };
const key = 'NETBIRD_SETUP_KEY';

const SOURCES: Record<string, (delivery: DeliveryForm) => SetupKey> = {
  'OpenBao by the CSI driver': (delivery) =>
    SetupKey.fromOpenBao({ ...login, path: 'secret/data/netbird', key, delivery }),
  'a named store of External Secrets': (delivery) =>
    SetupKey.fromExternalSecret({ store: { name: 'openbao' }, path: 'netbird', key, delivery }),
  'a store of External Secrets made here': (delivery) =>
    SetupKey.fromExternalSecret({ store: login, path: 'netbird', key, delivery }),
  'a Secret made elsewhere': (delivery) => SetupKey.fromSecret({ name: 'sealed', key, delivery }),
};

const FORMS = Object.entries(SOURCES).flatMap(([source, make]) =>
  (['environment', 'file'] as const).map((delivery) => ({ source, delivery, setupKey: make(delivery) })),
);

const podOf = (setupKey: SetupKey) => routingPeer({ setupKey }).statefulSet.toJson().spec.template.spec;

test.each(FORMS)('$source, as $delivery: the client is told in exactly one way', ({ delivery, setupKey }) => {
  const names = podOf(setupKey)
    .containers[0].env.map(({ name }: { name: string }) => name)
    .filter((name: string) => name.startsWith('NB_SETUP_KEY'));
  expect(names).toEqual([delivery === 'file' ? 'NB_SETUP_KEY_FILE' : 'NB_SETUP_KEY']);
});

test.each(FORMS)('$source, as $delivery: the file is one that is mounted', ({ setupKey }) => {
  const pod = podOf(setupKey);
  const file = pod.containers[0].env.find(({ name }: { name: string }) => name === 'NB_SETUP_KEY_FILE')?.value;
  const mounts = pod.containers[0].volumeMounts.filter(({ name }: { name: string }) => name === 'setup-key');
  const volumes = pod.volumes.filter(({ name }: { name: string }) => name === 'setup-key');
  expect(mounts).toHaveLength(volumes.length);
  if (file !== undefined) expect(file).toBe(`${mounts[0].mountPath}/${key}`);
});

test.each(FORMS)('$source, as $delivery: no other container sees it', ({ setupKey }) => {
  expect(JSON.stringify(podOf(setupKey).initContainers)).not.toMatch(/setup-key|SETUP_KEY|\/mnt\/secrets/);
});

test.each(FORMS)('$source, as $delivery: what it renders comes before the peer', ({ setupKey }) => {
  const waves = routingPeer({ setupKey }).setupKeyObjects.map((object) =>
    Number(object.toJson().metadata.annotations['argocd.argoproj.io/sync-wave']),
  );
  expect(waves.filter((wave) => wave >= 0)).toEqual([]);
});

test('a store that logs in as the peer does so by its ServiceAccount, which is there before', () => {
  const peer = routingPeer({ setupKey: SetupKey.fromExternalSecret({ store: login, path: 'netbird', key }) });
  const [store] = peer.setupKeyObjects.map((object) => object.toJson());
  const serviceAccount = peer.serviceAccount.toJson();
  expect(store.spec.provider.vault.auth.kubernetes.serviceAccountRef.name).toBe(serviceAccount.metadata.name);
  // In one wave Argo CD applies kinds that it knows first.
  expect(serviceAccount.metadata.annotations['argocd.argoproj.io/sync-wave']).toBe(
    store.metadata.annotations['argocd.argoproj.io/sync-wave'],
  );
});

test('a store in the mesh is refused, one in the LAN is not', () => {
  const at = (address: string) => ({
    setupKey: SetupKey.fromOpenBao({ address, role: 'netbird', path: 'secret/data/netbird', key }),
  });
  expect(problemsOf(at('https://100.109.3.4:8200'))).toMatchObject([
    {
      field: 'setupKey.address',
      reason:
        'It is an address of the mesh, 100.109.0.0/16, and no way leads there before the secret is fetched from it.',
    },
  ]);
  expect(problemsOf(at('https://192.168.1.50'))).toEqual([]);
});

const secretExample = 'Write, for example, { name: "netbird-setup-key", key: "NETBIRD_SETUP_KEY" }.';

test.each<[string, unknown, string, string]>([
  ['nothing', undefined, 'It is missing.', 'Write, for example, SetupKey.fromOpenBao({ … }).'],
  ['null', null, 'It is missing.', 'Write, for example, SetupKey.fromOpenBao({ … }).'],
  [
    'the source of a token',
    AccessToken.fromSecret({ name: 'a', key: 'b' }),
    'It says where an access token comes from, not a setup key.',
    'Write, for example, SetupKey.fromOpenBao({ … }).',
  ],
  ['a Secret by its name', SetupKey.fromSecret('netbird' as never), 'It must be an object.', secretExample],
  ['a Secret without props', SetupKey.fromSecret(undefined as never), 'It is missing.', secretExample],
  [
    'a store without props',
    SetupKey.fromOpenBao(null as never),
    'It must be an object.',
    'Write, for example, { address: "https://openbao.example.org", role: "netbird", path: "secret/data/netbird", key: "NETBIRD_SETUP_KEY" }.',
  ],
  [
    'External Secrets without props',
    SetupKey.fromExternalSecret([] as never),
    'It must be an object.',
    'Write, for example, { store: { name: "openbao" }, path: "netbird", key: "NETBIRD_SETUP_KEY" }.',
  ],
])('%s is refused once, and hides nothing that comes after it', (_, setupKey, reason, remedy) => {
  const site = new App();
  const problems = collectProblems(site);
  const make = (id: string, props: object) =>
    new NetbirdRoutingPeer(new Chart(site, id), 'peer', { ...designDocument, ...props });
  make('first', { setupKey });
  make('second', { hostname: '', namespace: 'second' });
  expect(problems).toMatchObject([
    { path: 'first/peer', field: 'setupKey', reason, remedy },
    { path: 'second/peer', field: 'hostname' },
  ]);
});

// @ts-expect-error What fetches a token is no setup key.
const noSetupKey: SetupKey = AccessToken.fromSecret({ name: 'a', key: 'b' });
// @ts-expect-error And the other way round.
const noAccessToken: AccessToken = SetupKey.fromSecret({ name: 'a', key: 'b' });

test('a setup key and an access token are not the same to TypeScript', () => {
  expect([noSetupKey, noAccessToken]).toHaveLength(2);
});

test('a key in place of its source is refused without showing it', () => {
  const setupKey = 'A1B2C3D4-0000-4000-8000-123456789ABC';
  expect(problemsOf({ setupKey })).toEqual([
    {
      path: 'netbird/routing-peer',
      field: 'setupKey',
      reason: 'A setup key is never written here: it would stay in Git for ever.',
      remedy: 'Say where it comes from, for example SetupKey.fromOpenBao({ … }); revoke one that was committed.',
    },
  ]);
});
