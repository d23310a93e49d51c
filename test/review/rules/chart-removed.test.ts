import { expect, test } from '@jest/globals';
import { findingsOf, whatSays } from '../../support/judgement.ts';
import type { SiteEditor } from '../../support/site-editor.ts';

/** The chart of the peer goes, and its Application with it. */
function removeChart(site: SiteEditor): void {
  for (const kind of ['Namespace', 'StatefulSet', 'Service', 'ServiceAccount', 'SecretProviderClass'])
    site.remove(kind);
  site.remove('Application', 'netbird');
}

test('a chart that goes with its Application is not pruned, and nothing says so', () => {
  const findings = findingsOf(removeChart);
  const stays =
    'It stays in the cluster as it is: its Application goes with it, and nothing prunes or syncs it any more.';
  const ofChart = findings.filter(({ file }) => file.startsWith('dist/netbird/'));
  expect(ofChart.map(({ rule, object, consequence }) => [rule, object, consequence])).toEqual([
    ['peer-removed', 'StatefulSet netbird/netbird-peer', stays],
    [undefined, 'Namespace netbird', stays],
    [undefined, 'SecretProviderClass netbird/netbird-setup-key', stays],
    [undefined, 'Service netbird/netbird-peer', stays],
    [undefined, 'ServiceAccount netbird/netbird-peer', stays],
  ]);
});

test.each<[string, string | undefined, string]>([
  ['Argo CD prunes', undefined, 'It is pruned.'],
  ['Argo CD asks about', 'Prune=confirm', 'It is pruned, after Argo CD has asked.'],
  ['Argo CD leaves alone', 'Prune=false', 'It stays in the cluster as it is: Argo CD does not prune it (Prune=false).'],
])('an object that %s', (_, option, sentence) => {
  const given = (site: SiteEditor) => {
    if (option !== undefined) {
      site.get('Service').metadata.annotations = { 'argocd.argoproj.io/sync-options': option };
    }
  };
  const [finding] = findingsOf((site) => site.remove('Service'), given);
  expect(finding?.consequence).toBe(sentence);
});

test('a namespace that Argo CD does not prune is not lost', () => {
  const given = (site: SiteEditor) => {
    site.get('Namespace').metadata.annotations['argocd.argoproj.io/sync-options'] = 'Prune=false,Delete=false';
  };
  expect(whatSays('namespace-removed', (site) => site.remove('Namespace'), given)).toEqual([]);
});

test('a guard that goes with its Application goes on to guard', () => {
  const removeGuard = (site: SiteEditor) => {
    for (const { kind, metadata } of site.all('ValidatingAdmissionPolicyBinding')) site.remove(kind, metadata.name);
    for (const { kind, metadata } of site.all('ValidatingAdmissionPolicy')) site.remove(kind, metadata.name);
    site.remove('CiliumNodeConfig');
  };
  const withApplication = (site: SiteEditor) => {
    removeGuard(site);
    site.remove('Application', 'cilium-device-guard');
  };
  const rules = new Set(findingsOf(withApplication).map(({ rule }) => rule));
  expect(rules).toEqual(new Set(['argocd-by-hand', undefined]));
  // One that is pruned is gone, and so is its file.
  const [said] = whatSays('devices-widened', removeGuard);
  expect(said).toContain('nothing pins the devices here any more');
  expect(said).toMatch(/> cilium-config\.yaml && npm run guard -- cilium-config\.yaml$/);
});
