import { expect, test } from '@jest/globals';
import { uniqueObjects } from '../../lib/checks/unique-objects.ts';
import { manifest } from '../support/manifests.ts';

const service = manifest({ kind: 'Service', metadata: { name: 'netbird-peer', namespace: 'netbird' } });
const made = (path: string, object: object) => ({ ...service, path, object: { ...service.object, ...object } });

test('two constructs that make the same object are refused, in whatever charts', () => {
  const other = { ...made('other/peer', {}), folder: 'other' };
  expect(uniqueObjects([service, other])).toEqual([
    {
      path: 'other/peer',
      reason: 'It makes the same Service netbird/netbird-peer as netbird/thing.',
      remedy: 'Give one of them another name or namespace.',
    },
  ]);
});

test('the same object in two clusters is two objects', () => {
  const inEast = { ...service, server: 'https://east.example.org' };
  expect(uniqueObjects([service, inEast])).toEqual([]);
  expect(uniqueObjects([inEast, inEast])).toHaveLength(1);
});

test('each further construct is refused, next to the first one', () => {
  expect(uniqueObjects([service, made('a', {}), made('b', {})]).map(({ path, reason }) => [path, reason])).toEqual([
    ['a', 'It makes the same Service netbird/netbird-peer as netbird/thing.'],
    ['b', 'It makes the same Service netbird/netbird-peer as netbird/thing.'],
  ]);
});

test('the same object in another version of its API is the same object', () => {
  const nodeConfig = { kind: 'CiliumNodeConfig', metadata: { name: 'guard' } };
  const found = uniqueObjects([
    made('a', { ...nodeConfig, apiVersion: 'cilium.io/v2' }),
    made('b', { ...nodeConfig, apiVersion: 'cilium.io/v2alpha1' }),
  ]);
  expect(found).toEqual([
    {
      path: 'b',
      reason: 'It makes the same CiliumNodeConfig guard as a.',
      remedy: 'Give one of them another name or namespace.',
    },
  ]);
});

test.each([
  ['name', { metadata: { name: 'other', namespace: 'netbird' } }],
  ['namespace', { metadata: { name: 'netbird-peer', namespace: 'other' } }],
  ['kind', { kind: 'ServiceAccount' }],
  ['group', { apiVersion: 'serving.knative.dev/v1' }],
])('objects that differ in their %s are accepted', (_, object) => {
  expect(uniqueObjects([service, made('netbird/other', object)])).toEqual([]);
});
