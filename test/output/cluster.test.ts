import { expect, test } from '@jest/globals';
import { App, Chart } from 'cdk8s';
import { Cluster } from '../../lib/output/cluster.ts';
import { problemsFrom } from '../support/refusals.ts';

test('what is made below a cluster is for that cluster; what is not, is for the only one', () => {
  const app = new App();
  const west = new Cluster(app, 'west');
  expect(Cluster.of(new Chart(west, 'netbird'))).toBe(west);
  expect(Cluster.of(new Chart(app, 'netbird'))).toBeUndefined();
});

test('without a server it is the cluster that Argo CD runs in', () => {
  expect(new Cluster(new App(), 'west').server).toBe('https://kubernetes.default.svc');
  expect(new Cluster(new App(), 'east', { server: 'https://east.example.org:6443/' }).server).toBe(
    'https://east.example.org:6443',
  );
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
    {
      path: 'east',
      field: 'server',
      value: '"http://east.example.org"',
      reason: 'Keys would travel unencrypted over http.',
      remedy: 'Write "https://east.example.org".',
    },
  ]);
});
