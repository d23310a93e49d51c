import { expect, test } from '@jest/globals';
import { whatSays } from '../../support/judgement.ts';
import type { AnyObject, SiteEditor } from '../../support/site-editor.ts';

/** The Applications of the site, made by an ApplicationSet. */
function asSet(site: SiteEditor): void {
  const applications = ['netbird', 'cilium-device-guard'].map((name) => site.remove('Application', name));
  const entries = applications.map(({ metadata, spec }) => ({
    name: metadata.name,
    folder: spec.source.path.slice(5),
  }));
  const destination = { server: '{{ .server }}', namespace: '{{ .namespace }}' };
  site.addFile('index.json', entries);
  site.add(
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'ApplicationSet',
      metadata: { name: 'netbird', namespace: 'argocd' },
      spec: {
        syncPolicy: { preserveResourcesOnDeletion: true },
        template: { metadata: { name: '{{ .name }}' }, spec: { ...applications[0].spec, destination } },
      },
    },
    'argocd',
  );
}

test.each<[string, (spec: AnyObject) => void, string]>([
  [
    'application-redirected',
    ({ template }) => (template.spec.destination.server = 'https://other.example.org'),
    'goes to https://other.example.org instead of {{ .server }}',
  ],
  ['sync-replaces', ({ template }) => template.spec.syncPolicy.syncOptions.push('Force=true'), 'With Force=true'],
  [
    'application-finalizer',
    ({ template }) => (template.metadata.finalizers = ['resources-finalizer.argocd.argoproj.io']),
    'Take the finalizer out.',
  ],
  [
    'application-finalizer',
    ({ syncPolicy }) => delete syncPolicy.preserveResourcesOnDeletion,
    'Write preserveResourcesOnDeletion: true in its syncPolicy.',
  ],
])('%s reads the template of an ApplicationSet', (rule, edit, says) => {
  const said = whatSays(rule, (site) => edit(site.get('ApplicationSet').spec), asSet);
  expect(said).toEqual([expect.stringContaining(says)]);
});

test('what leaves the index stays in the cluster, as its Application keeps what it delivered', () => {
  const withoutGuard = (site: SiteEditor) => {
    site.remove('CiliumNodeConfig');
    site.addFile('index.json', [{ name: 'netbird', folder: 'netbird' }]);
  };
  const given = (site: SiteEditor) => {
    asSet(site);
    const pod = { spec: { containers: [{ name: 'a', image: 'example.org/a:1' }] } };
    const metadata = { name: 'a', namespace: 'kube-system' };
    site.add({ apiVersion: 'apps/v1', kind: 'DaemonSet', metadata, spec: { template: pod } }, 'cilium-device-guard');
  };
  const remove = (site: SiteEditor) => {
    withoutGuard(site);
    site.remove('DaemonSet');
  };
  expect(whatSays('workload-removed', remove, given)).toEqual([
    expect.stringContaining('its Application goes with it, and nothing prunes or syncs it any more. Its pods run on.'),
  ]);
  const cascading = (site: SiteEditor) => {
    given(site);
    delete site.get('ApplicationSet').spec.syncPolicy;
  };
  expect(whatSays('workload-removed', remove, cascading)).toEqual([expect.stringContaining('Its pods end.')]);
});
