import { expect, test } from '@jest/globals';
import { MountedSecret } from '../../lib/secrets/mounted-secret.ts';
import { sourceProblems } from '../support/secrets.ts';

const props = {
  address: 'https://openbao.example.org',
  role: 'netbird',
  path: 'secret/data/netbird',
  key: 'NETBIRD_SETUP_KEY',
};

const problems = (login: Record<string, unknown>) => sourceProblems(new MountedSecret({ ...props, ...login }));

test.each([
  ['a Service of the cluster', { address: 'http://openbao.openbao.svc:8200' }],
  ['a Service by its whole name', { address: 'http://openbao.openbao.svc.cluster.local:8200' }],
  ['an address outside of the tunnel', { address: 'https://192.168.1.50:8200' }],
  ['an IPv6 address', { address: 'https://[fd00::1]:8200' }],
  ['all of it', { namespace: 'team/networking', authMount: 'kubernetes/homelab', audience: 'openbao' }],
])('accepted: %s', (_, login) => {
  expect(problems(login)).toEqual([]);
});

test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
  [
    'http to a host outside the cluster',
    { address: 'http://openbao.svcs.example.org' },
    {
      field: 'key.address',
      value: '"http://openbao.svcs.example.org"',
      reason: 'Keys would travel unencrypted over http.',
      remedy: 'Write "https://openbao.svcs.example.org".',
    },
  ],
  [
    'an address that only the tunnel leads to',
    { address: 'https://100.109.47.211:8200' },
    {
      field: 'key.address',
      value: '"https://100.109.47.211:8200"',
      reason:
        'It is an address of the mesh, 100.64.0.0/10, and no way leads there before the secret is fetched from it.',
      remedy: 'Write the name of a Service of the cluster, or another address that is reached without the tunnel.',
    },
  ],
  [
    'no role',
    { role: '' },
    {
      field: 'key.role',
      value: '""',
      reason: 'It is not the name of a role.',
      remedy: 'Write, for example, "netbird".',
    },
  ],
  [
    'a role with a blank behind its name',
    { role: 'netbird ' },
    {
      field: 'key.role',
      value: '"netbird "',
      reason: 'It is not the name of a role.',
      remedy: 'Write, for example, "netbird".',
    },
  ],
  [
    'a role that is a list of one',
    { role: ['netbird'] },
    {
      field: 'key.role',
      value: '["netbird"]',
      reason: 'It is not the name of a role.',
      remedy: 'Write, for example, "netbird".',
    },
  ],
  [
    'a namespace with a slash in front',
    { namespace: '/team' },
    {
      field: 'key.namespace',
      value: '"/team"',
      reason: 'It is not the path of a namespace.',
      remedy: 'Write, for example, "team/networking".',
    },
  ],
  [
    'a mount that is none',
    { authMount: 'auth/kubernetes/' },
    {
      field: 'key.authMount',
      value: '"auth/kubernetes/"',
      reason: 'It is not the path of a mount.',
      remedy: 'Write, for example, "kubernetes".',
    },
  ],
  [
    'two audiences in one',
    { audience: 'openbao,vault' },
    {
      field: 'key.audience',
      value: '"openbao,vault"',
      reason: 'It is not an audience.',
      remedy: 'Write, for example, "openbao".',
    },
  ],
])('refused: %s', (_, login, problem) => {
  expect(problems(login)).toEqual([problem]);
});
