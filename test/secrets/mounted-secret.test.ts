import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { MountedSecret, type MountedSecretProps } from '../../lib/secrets/mounted-secret.ts';
import { delivered, sourceProblems } from '../support/secrets.ts';

const props = { address: 'https://openbao.example.org', role: 'app', path: 'secret/data/app', key: 'KEY' };

const mounted = (more: Partial<MountedSecretProps> = {}) => new MountedSecret({ ...props, ...more });

function secretProviderClass(more: Partial<MountedSecretProps> = {}) {
  return delivered(mounted(more)).objects[0];
}

test('OpenBao is asked by its own provider', () => {
  expect(secretProviderClass().spec.provider).toBe('openbao');
  expect(secretProviderClass().spec.parameters.openbaoAddress).toBe('https://openbao.example.org');
});

test('Vault, and the older provider of OpenBao, are asked by the provider vault', () => {
  const { provider, parameters } = secretProviderClass({ provider: 'vault' }).spec;
  expect(provider).toBe('vault');
  expect(parameters.vaultAddress).toBe('https://openbao.example.org');
  expect(Object.keys(parameters).filter((name) => name.startsWith('openbao'))).toEqual([]);
});

test('the objects are a string of YAML that names path and key', () => {
  expect(parse(secretProviderClass({ path: 'kv/team/data/nb', key: 'yes' }).spec.parameters.objects)).toEqual([
    { objectName: 'yes', secretPath: 'kv/team/data/nb', secretKey: 'yes' },
  ]);
});

test('what is left out is left to the provider', () => {
  expect(Object.keys(secretProviderClass().spec.parameters).sort()).toEqual(['objects', 'openbaoAddress', 'roleName']);
});

test.each(['openbao', 'vault'] as const)(
  'namespace, auth mount, authority and audience have the names of %s',
  (provider) => {
    const login = { namespace: 'team', authMount: 'homelab', audience: 'bao', caCertificatePath: '/etc/bao/ca.crt' };
    expect(secretProviderClass({ provider, ...login }).spec.parameters).toMatchObject({
      [`${provider}Namespace`]: 'team',
      [`${provider}AuthMountPath`]: 'homelab',
      [`${provider}CACertPath`]: '/etc/bao/ca.crt',
      audience: 'bao',
    });
  },
);

test('as an environment variable, it is read from a Secret that is there while the volume is mounted', () => {
  const { objects, environment, volumes, volumeMounts } = delivered(mounted());
  expect(environment).toEqual({ name: 'APP_KEY', valueFrom: { secretKeyRef: { name: 'app-key', key: 'KEY' } } });
  expect(objects[0].spec.secretObjects).toEqual([
    { secretName: 'app-key', type: 'Opaque', data: [{ objectName: 'KEY', key: 'KEY' }] },
  ]);
  expect(volumes).toEqual([
    {
      name: 'key',
      csi: {
        driver: 'secrets-store.csi.k8s.io',
        readOnly: true,
        volumeAttributes: { secretProviderClass: 'app-key' },
      },
    },
  ]);
  expect(volumeMounts).toEqual([{ name: 'key', mountPath: '/mnt/secrets', readOnly: true }]);
});

test('as a file, it is never in a Secret', () => {
  const { objects, environment, volumeMounts } = delivered(mounted({ delivery: 'file' }));
  expect(environment).toEqual({ name: 'APP_KEY_FILE', value: '/mnt/secrets/KEY' });
  expect(objects[0].spec.secretObjects).toBeUndefined();
  expect(volumeMounts).toEqual([{ name: 'key', mountPath: '/mnt/secrets', readOnly: true }]);
});

test('it stands before what reads it, and waits for the definition of its kind', () => {
  expect(secretProviderClass().metadata.annotations).toEqual({
    'argocd.argoproj.io/sync-wave': '-1',
    'argocd.argoproj.io/sync-options': 'SkipDryRunOnMissingResource=true',
  });
});

test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
  [
    'a path without data/',
    { path: 'secret/netbird' },
    {
      field: 'key.path',
      value: '"secret/netbird"',
      reason: 'In KV version 2 the path of a secret has "data/" behind the mount; without it the driver finds nothing.',
      remedy: 'Write "secret/data/netbird".',
    },
  ],
  [
    'a path that is none',
    { path: '/secret/data/netbird' },
    {
      field: 'key.path',
      value: '"/secret/data/netbird"',
      reason: 'It is not the path of a secret.',
      remedy: 'Write, for example, "secret/data/netbird".',
    },
  ],
  [
    'a provider that does not exist',
    { provider: 'bitwarden' },
    {
      field: 'key.provider',
      value: '"bitwarden"',
      reason: 'The CSI driver has no such provider for a KV store.',
      remedy: 'Write "openbao" or "vault".',
    },
  ],
  [
    'a certificate in place of its path',
    { caCertificatePath: '-----BEGIN CERTIFICATE-----' },
    {
      field: 'key.caCertificatePath',
      value: '"-----BEGIN CERTIFICATE-----"',
      reason: 'It is not the path of a file.',
      remedy: 'Write, for example, "/etc/openbao/ca.crt".',
    },
  ],
  [
    'a certificate by a path that begins nowhere',
    { caCertificatePath: 'etc/openbao/ca.crt' },
    {
      field: 'key.caCertificatePath',
      value: '"etc/openbao/ca.crt"',
      reason: 'It is not the path of a file.',
      remedy: 'Write, for example, "/etc/openbao/ca.crt".',
    },
  ],
  [
    'a key that a Secret cannot have',
    { key: 'setup key' },
    {
      field: 'key.key',
      value: '"setup key"',
      reason: 'It is not a key of a Secret or a ConfigMap.',
      remedy: 'Write, for example, "NETBIRD_SETUP_KEY".',
    },
  ],
  [
    'a key that would lead out of the volume',
    { key: '..' },
    {
      field: 'key.key',
      value: '".."',
      reason: 'It is not a key of a Secret or a ConfigMap.',
      remedy: 'Write, for example, "NETBIRD_SETUP_KEY".',
    },
  ],
  [
    'another delivery',
    { delivery: 'argument' },
    {
      field: 'key.delivery',
      value: '"argument"',
      reason: 'There is no such choice.',
      remedy: 'Write "environment" or "file".',
    },
  ],
  [
    'a misspelt prop, which the driver would ignore without a word',
    { roleName: 'netbird' },
    {
      field: 'key.roleName',
      reason: 'There is no such prop.',
      remedy: 'Take it out, or correct its name; npm run typecheck knows all names.',
    },
  ],
])('refused: %s', (_, more, problem) => {
  expect(sourceProblems(mounted(more as Partial<MountedSecretProps>))).toEqual([problem]);
});
