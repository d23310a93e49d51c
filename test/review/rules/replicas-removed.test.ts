import { expect, test } from '@jest/globals';
import { whatSays } from '../../support/judgement.ts';
import type { AnyObject, SiteEditor } from '../../support/site-editor.ts';

function replicas(kind: string, number: number, spec: AnyObject = {}): (site: SiteEditor) => void {
  return (site) => {
    const peer = site.get('StatefulSet');
    if (kind === 'Deployment') {
      const template = { spec: { containers: [{ name: 'c', image: 'example.org/c:1' }] } };
      const metadata = { name: 'd', namespace: 'netbird' };
      site.add({ apiVersion: 'apps/v1', kind, metadata, spec: { template, replicas: number } });
    } else Object.assign(peer.spec, { replicas: number, ...spec });
  };
}

test.each<[string, number, number, AnyObject, string]>([
  ['StatefulSet', 2, 1, {}, 'netbird-peer-1 stops. Each leaves its peer in NetBird'],
  ['StatefulSet', 3, 1, {}, 'netbird-peer-1 to -2 stop.'],
  ['StatefulSet', 3, 2, { ordinals: { start: 5 } }, 'netbird-peer-7 stops.'],
  ['StatefulSet', 1, 0, {}, 'netbird-peer-0 stops, and nothing is left.'],
  ['Deployment', 2, 1, {}, 'One of its pods stops. Make sure that the others carry the load.'],
  ['Deployment', 2, 0, {}, '2 of its pods stop, and nothing is left. Make sure that nothing needs it.'],
])('a %s of %i replicas that has %i', (kind, had, has, spec, says) => {
  const said = whatSays('replicas-removed', replicas(kind, has, spec), replicas(kind, had, spec));
  expect(said).toEqual([expect.stringContaining(says)]);
});
