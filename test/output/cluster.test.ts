import { expect, test } from '@jest/globals';
import { App, Chart } from 'cdk8s';
import { apiServerOf } from '../../lib/output/api-server.ts';
import { Cluster, type ClusterProps } from '../../lib/output/cluster.ts';
import { problemsFrom } from '../support/refusals.ts';

test('what is made below a cluster is for that cluster; what is not, is for the only one', () => {
  const app = new App();
  const west = new Cluster(app, 'west');
  expect(Cluster.of(new Chart(west, 'netbird'))).toBe(west);
  expect(Cluster.of(new Chart(app, 'netbird'))).toBeUndefined();
});

test.each([
  [undefined, 'https://kubernetes.default.svc'],
  ['https://east.example.org:6443/', 'https://east.example.org:6443'],
  ['https://East.example.org:443', 'https://East.example.org:443'],
  ['https://rancher.example.org/k8s/clusters/c-m-1', 'https://rancher.example.org/k8s/clusters/c-m-1'],
])('the server %j is %s, letter by letter as Argo CD knows it', (server, text) => {
  const cluster = new Cluster(new App(), 'east', { server });
  expect(cluster.server).toBe(text);
  expect(Cluster.serverOf(new Chart(cluster, 'netbird'))).toBe(text);
});

test.each([
  ['https://East.example.org', 'https://east.example.org:443/'],
  ['https://rancher.example.org/k8s', 'https://rancher.example.org/k8s/'],
])('%s and %s are one API server', (one, other) => {
  const [first, second] = [one, other].map((server) => apiServerOf(new Cluster(new App(), 'east', { server })));
  expect(first).toBe(second);
});

test('a path that differs by case is another API server', () => {
  const servers = ['https://a.example.org/k8s', 'https://a.example.org/K8s', undefined];
  expect(new Set(servers.map((server) => apiServerOf(new Cluster(new App(), 'east', { server })))).size).toBe(3);
});

const noServer = {
  path: 'east',
  field: 'server',
  reason: 'It is not the address of an API server.',
  remedy: 'Write what argocd cluster list shows, for example "https://east.example.org:6443".',
};

test.each([
  ['http://east.example.org', '"http://east.example.org"'],
  ['https://', '"https://"'],
  ['https://a b', '"https://a b"'],
  ['https://east.example.org:99999', '"https://east.example.org:99999"'],
  ['', '""'],
  [5, '5'],
  ['https://me:hunter2@east.example.org', undefined],
  ['https://east.example.org?token=hunter2', undefined],
])('no API server: %j', (server, value) => {
  const props = { server } as ClusterProps;
  expect(problemsFrom(() => new Cluster(new App(), 'east', props))).toEqual([{ ...noServer, value }]);
});

test('props that are none are refused', () => {
  expect(problemsFrom(() => new Cluster(new App(), 'east', null as never))).toMatchObject([
    { path: 'east', field: 'props', value: 'null' },
  ]);
});

test('every problem of the props is named', () => {
  const props = { server: 'http://east.example.org', name: 'east' };
  expect(problemsFrom(() => new Cluster(new App(), 'east', props))).toEqual([
    {
      path: 'east',
      field: 'name',
      reason: 'There is no such prop.',
      remedy: 'Take it out, or correct its name; npm run typecheck knows all names.',
    },
    { ...noServer, value: '"http://east.example.org"' },
  ]);
});
