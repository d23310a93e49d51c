import { expect, test } from '@jest/globals';
import { SetupKey } from '../../lib/index.ts';
import type { KubernetesObject } from '../../lib/output/manifest.ts';
import { dataPathOf } from '../../lib/picture/data-path.ts';
import { objectsOfGuard, objectsOfPeer } from '../support/pictures.ts';

type Props = Parameters<typeof objectsOfPeer>[0];

const peerOf = (props: Props = {}, ...others: readonly KubernetesObject[]) =>
  dataPathOf([...objectsOfPeer(props), ...others]).peers[0];

test('the peer of the design document, with its guard', () => {
  expect(dataPathOf([...objectsOfPeer(), ...objectsOfGuard({ ciliumVersion: '1.16' })])).toEqual({
    peers: [
      {
        kind: 'StatefulSet',
        name: 'netbird-peer',
        replicas: 1,
        nodeSelector: { 'kubernetes.io/hostname': 'k8s-worker1' },
        tunnelInterface: 'wt0',
        wireguardPort: '51820',
        managementUrl: 'https://netbird.madhan.app',
        registeredName: 'k8s-routing-peer',
        claimTemplate: 'netbird-config',
        overlay: '100.109.0.0/16',
        networks: ['192.168.1.0/24'],
        masquerades: true,
        lanInterface: undefined,
        setupKey: {
          steps: ['OpenBao secret/data/netbird', 'SecretProviderClass netbird-setup-key', 'Secret netbird-setup-key'],
          reads: 'NB_SETUP_KEY',
        },
        guard: { devices: ['eth0'], policies: 4, actions: ['Deny', 'Warn'] },
      },
    ],
    gateways: [],
    routes: [],
  });
});

test('without masquerading, the networks are known and the overlay is not', () => {
  expect(peerOf({ masquerade: false, networks: ['192.168.1.0/24', '10.9.0.0/16'] })).toMatchObject({
    overlay: undefined,
    networks: ['192.168.1.0/24', '10.9.0.0/16'],
    masquerades: false,
  });
});

test('the interface to the LAN is known where the node is checked for it', () => {
  expect(peerOf({ lanInterface: 'enp3s0' })?.lanInterface).toBe('enp3s0');
});

test('replicas are counted', () => {
  expect(
    peerOf({ replicas: 3, nodeSelector: { role: 'router' }, immutableFields: { podManagementPolicy: 'OrderedReady' } }),
  ).toMatchObject({
    replicas: 3,
    registeredName: 'k8s-routing-peer-$(POD_INDEX)',
    nodeSelector: { role: 'router' },
  });
});

const openBao = { address: 'https://bao.example.org', role: 'netbird', key: 'KEY' };

test.each<[string, SetupKey, object]>([
  [
    'mounted as a file',
    SetupKey.fromOpenBao({ ...openBao, provider: 'vault', path: 'secret/data/netbird', delivery: 'file' }),
    {
      steps: ['Vault secret/data/netbird', 'SecretProviderClass netbird-setup-key'],
      reads: 'the file /mnt/secrets/KEY',
    },
  ],
  [
    'fetched by the External Secrets Operator',
    SetupKey.fromExternalSecret({ store: { name: 'bao', kind: 'ClusterSecretStore' }, path: 'netbird', key: 'KEY' }),
    {
      steps: ['ClusterSecretStore bao netbird', 'ExternalSecret netbird-setup-key', 'Secret netbird-setup-key'],
      reads: 'NB_SETUP_KEY',
    },
  ],
  [
    'in a Secret of somebody else',
    SetupKey.fromSecret({ name: 'by-hand', key: 'KEY', delivery: 'file' }),
    { steps: ['Secret by-hand'], reads: 'the file /mnt/secrets/KEY' },
  ],
])('the way of a setup key: %s', (_, setupKey, expected) => {
  expect(peerOf({ setupKey })?.setupKey).toEqual(expected);
});

const handMade = (env: readonly object[], more: object = {}): KubernetesObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'netbird', namespace: 'default' },
  spec: {
    template: {
      spec: {
        containers: [{ name: 'agent', image: 'registry.example.org:5000/netbirdio/netbird:0.66.2', env }],
        ...more,
      },
    },
  },
});

test('a peer made by hand is found by its image, and its key is not repeated', () => {
  const [peer] = dataPathOf([handMade([{ name: 'NB_SETUP_KEY', value: 'the key itself' }])]).peers;
  expect(peer).toMatchObject({
    kind: 'Deployment',
    tunnelInterface: 'wt0',
    networks: [],
    claimTemplate: undefined,
    setupKey: { steps: ['a value in the manifest'], reads: 'NB_SETUP_KEY' },
    guard: undefined,
  });
  expect(JSON.stringify(peer)).not.toContain('the key itself');
});

test('other workloads are no peers', () => {
  const other = handMade([]);
  expect(dataPathOf([{ ...other, kind: 'Job' }]).peers).toEqual([]);
  const spec = { template: { spec: { containers: [{ image: 'example.org/netbird/proxy:1' }] } } };
  expect(dataPathOf([{ ...other, spec }]).peers).toEqual([]);
});

test('a guard for other nodes does not guard this peer, its policies do', () => {
  const elsewhere = objectsOfGuard({ nodeSelector: { role: 'storage' } });
  expect(peerOf({}, ...elsewhere)?.guard).toEqual({ devices: undefined, policies: 4, actions: ['Deny', 'Warn'] });
  expect(peerOf({}, ...elsewhere.filter(({ kind }) => kind === 'CiliumNodeConfig'))?.guard).toBeUndefined();
});

test('policies about another interface do not count', () => {
  expect(peerOf({ interfaceName: 'wt1' }, ...objectsOfGuard({ admission: 'Warn' }))?.guard).toEqual({
    devices: ['eth0'],
    policies: 0,
    actions: [],
  });
});

test('of two CiliumNodeConfigs for a node the later name wins, as in the agent', () => {
  const named = (name: string, devices: string) => objectsOfGuard({ name, devices: [devices], admission: 'none' });
  expect(peerOf({}, ...named('zz', 'eth9'), ...named('aa', 'eth1'))?.guard?.devices).toEqual(['eth9']);
});

test('a Gateway is one of the Gateway API', () => {
  const gateway = (apiVersion: string) => ({
    apiVersion,
    kind: 'Gateway',
    metadata: { name: 'public', namespace: 'default' },
    spec: { addresses: [{ value: '192.168.1.220' }, {}] },
  });
  expect(dataPathOf([gateway('gateway.networking.k8s.io/v1'), gateway('networking.istio.io/v1')]).gateways).toEqual([
    { name: 'public', addresses: ['192.168.1.220'] },
  ]);
});

const routesOf = (data: object): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'netbird-routes', namespace: 'netbird-routes' },
  data,
});
const job = (volume: object): KubernetesObject => ({
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: 'keeper', namespace: 'netbird-routes' },
  spec: { jobTemplate: { spec: { template: { spec: { volumes: [volume] } } } } },
});
const route = { network: '192.168.1.0/24', peer: 'k8s-routing-peer', groups: ['All'], metric: 9999 };
const wanted = routesOf({
  'routes.json': JSON.stringify({ routes: [route, { network: '10.0.0.0/8', peerGroup: 'routers' }] }),
});
const found = [
  { network: '192.168.1.0/24', target: 'k8s-routing-peer', groups: ['All'] },
  { network: '10.0.0.0/8', target: 'routers', groups: [] },
];

test('the routes of the site, and the CronJob that keeps them', () => {
  expect(dataPathOf([wanted, job({ name: 'routes', configMap: { name: 'netbird-routes' } })]).routes).toEqual([
    { keeper: 'CronJob keeper', routes: found },
  ]);
  expect(
    dataPathOf([wanted, job({ projected: { sources: [{ configMap: { name: 'netbird-routes' } }] } })]).routes,
  ).toEqual([{ keeper: 'CronJob keeper', routes: found }]);
  expect(dataPathOf([wanted, job({ configMap: { name: 'another' } })]).routes).toEqual([
    { keeper: undefined, routes: found },
  ]);
});

test('what is no CronJob keeps nothing', () => {
  const other = { ...job({ configMap: { name: 'netbird-routes' } }), kind: 'Job' };
  expect(dataPathOf([wanted, other]).routes[0]?.keeper).toBeUndefined();
});

test.each([{}, { 'routes.json': '{' }, { 'routes.json': '{"routes":[{"network":5}]}' }])('no routes: %j', (data) => {
  expect(dataPathOf([routesOf(data)]).routes).toEqual([]);
});
