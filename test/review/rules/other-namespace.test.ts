import { expect, test } from '@jest/globals';
import { findingsOf, whatSays } from '../../support/judgement.ts';
import type { SiteEditor } from '../../support/site-editor.ts';

function move(kind: string): (site: SiteEditor) => void {
  return (site) => {
    const object = site.remove(kind);
    object.metadata.namespace = 'other';
    site.add(object);
  };
}

test('a workload that moves to another namespace logs in to the store from there', () => {
  expect(whatSays('store-login-changed', move('StatefulSet'))).toEqual([
    expect.stringContaining('as other/netbird-peer instead of netbird/netbird-peer'),
  ]);
});

test('an object that moves to another namespace goes here and comes there', () => {
  expect(findingsOf(move('Service')).map(({ object, consequence }) => [object, consequence])).toEqual([
    ['Service other/netbird-peer', 'The AppProject does not allow the namespace other: the sync fails.'],
    ['Service netbird/netbird-peer', 'It is pruned. Another one comes in the namespace other.'],
  ]);
});

test('a workload that moves to another namespace leaves behind what the site does not make', () => {
  const given = (site: SiteEditor) => {
    const metadata = { name: 'd', namespace: 'netbird' };
    const template = { spec: { containers: [{ name: 'c', image: 'example.org/c:1' }] } };
    site.add({ apiVersion: 'apps/v1', kind: 'DaemonSet', metadata, spec: { template } });
  };
  expect(whatSays('workload-removed', move('DaemonSet'), given)).toEqual([
    expect.stringContaining('Its pods end, and those of DaemonSet other/d begin'),
  ]);
});
