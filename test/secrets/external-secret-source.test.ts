import { expect, test } from '@jest/globals';
import { ExternalSecretSource, type ExternalSecretSourceProps } from '../../lib/secrets/external-secret-source.ts';
import { delivered, sourceProblems } from '../support/secrets.ts';

const props: ExternalSecretSourceProps = { store: { name: 'openbao' }, path: 'app', key: 'KEY' };
const openBao = { address: 'https://openbao.example.org', role: 'app' };

const rendered = (more: Partial<ExternalSecretSourceProps> = {}) =>
  delivered(new ExternalSecretSource({ ...props, ...more }));

test('the operator makes the Secret once, of one key below a path', () => {
  expect(rendered().objects.map(({ spec }) => spec)).toEqual([
    {
      secretStoreRef: { name: 'openbao', kind: 'SecretStore' },
      target: { name: 'app-key', creationPolicy: 'Owner', deletionPolicy: 'Retain' },
      refreshPolicy: 'CreatedOnce',
      refreshInterval: '1h0m0s',
      data: [
        {
          secretKey: 'KEY',
          remoteRef: {
            key: 'app',
            property: 'KEY',
            metadataPolicy: 'None',
            conversionStrategy: 'Default',
            decodingStrategy: 'None',
          },
        },
      ],
    },
  ]);
});

test('a store of the whole cluster can be named', () => {
  const [externalSecret] = rendered({ store: { name: 'openbao', kind: 'ClusterSecretStore' } }).objects;
  expect(externalSecret.spec.secretStoreRef).toEqual({ name: 'openbao', kind: 'ClusterSecretStore' });
});

test('a store of its own logs in as the pod', () => {
  const [store, externalSecret] = rendered({ store: openBao }).objects;
  expect(externalSecret.spec.secretStoreRef).toEqual({ name: store.metadata.name, kind: store.kind });
  expect(store.spec.provider.vault).toEqual({
    server: 'https://openbao.example.org',
    path: 'secret',
    version: 'v2',
    auth: { kubernetes: { mountPath: 'kubernetes', role: 'app', serviceAccountRef: { name: 'app' } } },
  });
});

test('namespace, mounts, authority and audience of a store of its own', () => {
  const caCertificate = { configMap: 'openbao-ca', key: 'ca.crt' };
  const login = { namespace: 'team', authMount: 'homelab', audience: 'bao', mount: 'kv', caCertificate };
  const [store] = rendered({ store: { ...openBao, ...login } }).objects;
  expect(store.spec.provider.vault).toMatchObject({
    namespace: 'team',
    path: 'kv',
    caProvider: { type: 'ConfigMap', name: 'openbao-ca', key: 'ca.crt' },
    auth: { kubernetes: { mountPath: 'homelab', serviceAccountRef: { name: 'app', audiences: ['bao'] } } },
  });
});

test('the store is healthy before the ExternalSecret is there, and that before what reads the Secret', () => {
  const waves = rendered({ store: openBao }).objects.map(({ kind, metadata }) => [
    kind,
    metadata.annotations?.['argocd.argoproj.io/sync-wave'],
    metadata.annotations?.['argocd.argoproj.io/sync-options'],
  ]);
  expect(waves).toEqual([
    ['SecretStore', '-2', 'SkipDryRunOnMissingResource=true'],
    ['ExternalSecret', '-1', 'SkipDryRunOnMissingResource=true'],
  ]);
});

test('as an environment variable, nothing is mounted', () => {
  const { environment, volumes, volumeMounts } = rendered();
  expect(environment).toEqual({ name: 'APP_KEY', valueFrom: { secretKeyRef: { name: 'app-key', key: 'KEY' } } });
  expect({ volumes, volumeMounts }).toEqual({ volumes: [], volumeMounts: [] });
});

test('as a file, the Secret is mounted with this one key', () => {
  const { environment, volumes, volumeMounts } = rendered({ delivery: 'file' });
  expect(environment).toEqual({ name: 'APP_KEY_FILE', value: '/mnt/secrets/KEY' });
  expect(volumes).toEqual([
    { name: 'key', secret: { secretName: 'app-key', items: [{ key: 'KEY', path: 'KEY' }], defaultMode: 0o440 } },
  ]);
  expect(volumeMounts).toEqual([{ name: 'key', mountPath: '/mnt/secrets', readOnly: true }]);
});

test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
  [
    'data/ in the path',
    { path: 'data/netbird' },
    {
      field: 'key.path',
      value: '"data/netbird"',
      reason: 'The External Secrets Operator adds "data/" itself, and would look for it twice.',
      remedy: 'Write "netbird", below the mount of the store.',
    },
  ],
  [
    'the path as the HTTP API has it',
    { path: 'secret/data/team/netbird' },
    {
      field: 'key.path',
      value: '"secret/data/team/netbird"',
      reason: 'The External Secrets Operator adds "data/" itself, and would look for it twice.',
      remedy: 'Write "team/netbird", below the mount of the store.',
    },
  ],
  [
    'no store',
    { store: undefined },
    {
      field: 'key.store',
      reason: 'It is neither the name of a store that is there, nor how to make one.',
      remedy: 'Write { name } of a SecretStore, or { address, role } of OpenBao.',
    },
  ],
  [
    'a named store that is also made',
    { store: { name: 'openbao', ...openBao } },
    {
      field: 'key.store',
      reason: 'It is neither the name of a store that is there, nor how to make one.',
      remedy: 'Write { name } of a SecretStore, or { address, role } of OpenBao.',
    },
  ],
  [
    'a role for a named store',
    { store: { name: 'openbao', role: 'app' } },
    {
      field: 'key.store.role',
      reason: 'There is no such prop.',
      remedy: 'Take it out, or correct its name; npm run typecheck knows all names.',
    },
  ],
  [
    'another kind of store',
    { store: { name: 'openbao', kind: 'Secret' } },
    {
      field: 'key.store.kind',
      value: '"Secret"',
      reason: 'There is no such choice.',
      remedy: 'Write "SecretStore" or "ClusterSecretStore".',
    },
  ],
  [
    'a store behind the tunnel',
    { store: { ...openBao, address: 'https://100.109.0.1' } },
    {
      field: 'key.store.address',
      value: '"https://100.109.0.1"',
      reason:
        'It is an address of the mesh, 100.64.0.0/10, and no way leads there before the secret is fetched from it.',
      remedy: 'Write the name of a Service of the cluster, or another address that is reached without the tunnel.',
    },
  ],
  [
    'an authority without its key',
    { store: { ...openBao, caCertificate: { configMap: 'openbao-ca' } } },
    {
      field: 'key.store.caCertificate.key',
      reason: 'It is missing.',
      remedy: 'Write, for example, "ca.crt".',
    },
  ],
])('refused: %s', (_, more, problem) => {
  const source = new ExternalSecretSource({ ...props, ...(more as Partial<ExternalSecretSourceProps>) });
  expect(sourceProblems(source)).toEqual([problem]);
});

test('what cannot be does not type-check', () => {
  const path = 'netbird';
  // @ts-expect-error A store is either named or described.
  const both: ExternalSecretSourceProps = { store: { name: 'openbao', ...openBao }, path, key: 'KEY' };
  // @ts-expect-error A store that is named is logged into by somebody else.
  const namedWithRole: ExternalSecretSourceProps = { store: { name: 'openbao', role: 'app' }, path, key: 'KEY' };
  // @ts-expect-error A store needs a role.
  const withoutRole: ExternalSecretSourceProps = { store: { address: openBao.address }, path, key: 'KEY' };
  for (const wrong of [both, namedWithRole, withoutRole]) {
    expect(sourceProblems(new ExternalSecretSource(wrong))).not.toEqual([]);
  }
});
