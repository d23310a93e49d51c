import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { SetupKey } from '../../lib/index.ts';
import { problemsOf, routingPeer } from '../support/routing-peer.ts';

const openBao = {
  address: 'https://openbao.example.org',
  role: 'netbird',
  path: 'secret/data/netbird',
  key: 'NETBIRD_SETUP_KEY',
};

const problems = (props: Record<string, unknown>) =>
  problemsOf({ setupKey: SetupKey.fromOpenBao({ ...openBao, ...props }) });

function delivered(setupKey: SetupKey) {
  const peer = routingPeer({ setupKey });
  return {
    secretProviderClass: peer.setupKeyObjects[0]?.toJson(),
    pod: peer.statefulSet.toJson().spec.template.spec,
  };
}

test('OpenBao is asked by its own provider', () => {
  const { secretProviderClass } = delivered(SetupKey.fromOpenBao(openBao));
  expect(secretProviderClass.spec.provider).toBe('openbao');
  expect(secretProviderClass.spec.parameters.openbaoAddress).toBe('https://openbao.example.org');
  expect(secretProviderClass.spec.parameters.vaultAddress).toBeUndefined();
});

test('Vault, and the older provider of OpenBao, are asked by the provider vault', () => {
  const { secretProviderClass } = delivered(SetupKey.fromOpenBao({ ...openBao, provider: 'vault' }));
  expect(secretProviderClass.spec.provider).toBe('vault');
  expect(secretProviderClass.spec.parameters.vaultAddress).toBe('https://openbao.example.org');
  expect(secretProviderClass.spec.parameters.openbaoAddress).toBeUndefined();
});

test('the objects are a string of YAML that names path and key', () => {
  const { secretProviderClass } = delivered(SetupKey.fromOpenBao({ ...openBao, path: 'kv/team/data/nb', key: 'yes' }));
  expect(parse(secretProviderClass.spec.parameters.objects)).toEqual([
    { objectName: 'yes', secretPath: 'kv/team/data/nb', secretKey: 'yes' },
  ]);
});

test('the container that reads the Secret mounts the volume that makes it', () => {
  const { secretProviderClass, pod } = delivered(SetupKey.fromOpenBao(openBao));
  const [container] = pod.containers;
  const reference = container.env.find(({ name }: { name: string }) => name === 'NB_SETUP_KEY').valueFrom.secretKeyRef;
  expect(secretProviderClass.spec.secretObjects[0].secretName).toBe(reference.name);
  expect(secretProviderClass.spec.secretObjects[0].data[0].key).toBe(reference.key);
  expect(container.volumeMounts).toContainEqual({ name: 'setup-key', mountPath: '/mnt/secrets', readOnly: true });
  expect(pod.volumes).toContainEqual({
    name: 'setup-key',
    csi: {
      driver: 'secrets-store.csi.k8s.io',
      readOnly: true,
      volumeAttributes: { secretProviderClass: secretProviderClass.metadata.name },
    },
  });
});

test('no other container reads the Secret', () => {
  const { pod } = delivered(SetupKey.fromOpenBao(openBao));
  expect(JSON.stringify(pod.initContainers)).not.toContain('netbird-setup-key');
});

test.each([
  ['a Service of the cluster', 'http://openbao.openbao.svc:8200'],
  ['a Service by its whole name', 'http://openbao.openbao.svc.cluster.local:8200'],
])('http is accepted for %s', (_, address) => {
  expect(problems({ address })).toEqual([]);
});

test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
  [
    'http to a host outside the cluster',
    { address: 'http://openbao.svcs.example.org' },
    {
      field: 'setupKey.address',
      value: '"http://openbao.svcs.example.org"',
      reason: 'Keys would travel unencrypted over http.',
      remedy: 'Write "https://openbao.svcs.example.org".',
    },
  ],
  [
    'a path without data/',
    { path: 'secret/netbird' },
    {
      field: 'setupKey.path',
      value: '"secret/netbird"',
      reason: 'In KV version 2 the path of a secret has "data/" behind the mount; without it the driver finds nothing.',
      remedy: 'Write "secret/data/netbird".',
    },
  ],
  [
    'a path that is none',
    { path: '/secret/data/netbird' },
    {
      field: 'setupKey.path',
      value: '"/secret/data/netbird"',
      reason: 'It is not the path of a secret.',
      remedy: 'Write, for example, "secret/data/netbird".',
    },
  ],
  [
    'a provider that does not exist',
    { provider: 'bitwarden' },
    {
      field: 'setupKey.provider',
      value: '"bitwarden"',
      reason: 'The CSI driver has no such provider for a KV store.',
      remedy: 'Write "openbao" or "vault".',
    },
  ],
  [
    'no role',
    { role: '' },
    {
      field: 'setupKey.role',
      value: '""',
      reason: 'It is not the name of a role.',
      remedy: 'Write, for example, "netbird".',
    },
  ],
  [
    'a key that a Secret cannot have',
    { key: 'setup key' },
    {
      field: 'setupKey.key',
      value: '"setup key"',
      reason: 'It is not the key of a Secret.',
      remedy: 'Write, for example, "NETBIRD_SETUP_KEY".',
    },
  ],
  [
    'a misspelt prop, which the driver would ignore without a word',
    { roleName: 'netbird' },
    {
      field: 'setupKey.roleName',
      reason: 'There is no such prop.',
      remedy: 'Take it out, or correct its name; npm run typecheck knows all names.',
    },
  ],
])('refused: %s', (_, props, problem) => {
  expect(problems(props)).toEqual([{ path: 'netbird/routing-peer', ...problem }]);
});
