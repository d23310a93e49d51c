import { expect, test } from '@jest/globals';
import { whatSays } from '../../support/judgement.ts';
import type { SiteEditor } from '../../support/site-editor.ts';

const wave = (number: number) => ({ annotations: { 'argocd.argoproj.io/sync-wave': String(number) } });

/** A definition, its resource, and a store of the whole cluster with what it fetches. */
function given(site: SiteEditor): void {
  const definition = { group: 'example.org', names: { kind: 'Thing' } };
  const store = { apiVersion: 'external-secrets.io/v1', kind: 'ClusterSecretStore', spec: {} };
  site.add({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'things', ...wave(-2) },
    spec: definition,
  });
  site.add({ apiVersion: 'example.org/v1', kind: 'Thing', metadata: { name: 'a', namespace: 'netbird', ...wave(-1) } });
  site.add({ ...store, metadata: { name: 'store', ...wave(-3) } });
  site.add({ ...store, kind: 'ExternalSecret', metadata: { name: 'key', namespace: 'netbird', ...wave(-1) } });
}

test.each<[string, number, string | undefined]>([
  ['CustomResourceDefinition', 0, 'CustomResourceDefinition things (wave 0) after Thing netbird/a (wave -1)'],
  ['CustomResourceDefinition', -1, undefined],
  ['Thing', -3, 'CustomResourceDefinition things (wave -2) after Thing netbird/a (wave -3)'],
  ['ClusterSecretStore', 0, 'ClusterSecretStore store (wave 0) after ExternalSecret netbird/key (wave -1)'],
  ['StatefulSet', -4, 'Namespace netbird (wave -3) after StatefulSet netbird/netbird-peer (wave -4)'],
  ['Namespace', 1, 'Namespace netbird (wave 1) after'],
])('%s in wave %i', (kind, number, says) => {
  const said = whatSays('needed-later', (site) => Object.assign(site.get(kind).metadata, wave(number)), given);
  expect(said).toEqual(says === undefined ? [] : [expect.stringContaining(says)]);
});
