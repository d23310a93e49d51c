import { expect, test } from '@jest/globals';
import { deliveryOf, refusalByProject } from '../../lib/review/delivery.ts';
import { Site } from '../../lib/review/site.ts';
import { type AnyObject, SiteEditor } from '../support/site-editor.ts';

const POLICY = { apiVersion: 'example.org/v1', kind: 'Thing', metadata: { name: 'new' } };

/** What the AppProject says to an object of the chart `netbird`, with something changed in it. */
function refusal(
  object: AnyObject,
  project: (spec: AnyObject, site: SiteEditor) => void = () => {},
): string | undefined {
  const editor = new SiteEditor();
  project(editor.get('AppProject').spec, editor);
  editor.add(object);
  const site = new Site(editor.objects());
  const found = site.objects.find(({ name, kind }) => name === object.metadata.name && kind === object.kind);
  return found && refusalByProject(found, site);
}

const inNamespace = (namespace: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'new', namespace },
});

function application(source: AnyObject, destination: AnyObject = {}): AnyObject {
  const { spec } = new SiteEditor().get('Application', 'netbird');
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'new', namespace: 'argocd' },
    spec: {
      ...spec,
      source: { ...spec.source, ...source },
      destination: { ...spec.destination, ...destination },
    },
  };
}

test.each<[string, AnyObject, ((spec: AnyObject, site: SiteEditor) => void) | undefined, string | undefined]>([
  ['a namespace that is a destination', inNamespace('netbird'), undefined, undefined],
  ['another namespace', inNamespace('other'), undefined, 'does not allow the namespace other'],
  ['a namespace by a pattern', inNamespace('other'), (spec) => (spec.destinations[0].namespace = 'oth*'), undefined],
  [
    'a destination on another cluster',
    inNamespace('other'),
    (spec) => spec.destinations.push({ server: 'https://x', namespace: 'other' }),
    'does not allow the namespace other',
  ],
  ['a cluster-scoped kind', POLICY, undefined, 'does not allow the cluster-scoped kind Thing'],
  [
    'one that is listed',
    POLICY,
    (spec) => spec.clusterResourceWhitelist.push({ group: 'example.org', kind: 'Thing' }),
    undefined,
  ],
  ['one by a pattern', POLICY, (spec) => spec.clusterResourceWhitelist.push({ group: '*', kind: '*' }), undefined],
  [
    'one that is refused by name',
    POLICY,
    (spec) => {
      spec.clusterResourceWhitelist.push({ group: '*', kind: '*' });
      spec.clusterResourceBlacklist = [{ group: 'example.org', kind: 'Thing' }];
    },
    'does not allow the cluster-scoped kind Thing',
  ],
  [
    'a namespaced kind outside of a whitelist',
    inNamespace('netbird'),
    (spec) => (spec.namespaceResourceWhitelist = []),
    'does not allow the kind ConfigMap',
  ],
  [
    'a namespaced kind in a blacklist',
    inNamespace('netbird'),
    (spec) => (spec.namespaceResourceBlacklist = [{ group: '', kind: 'ConfigMap' }]),
    'does not allow the kind ConfigMap',
  ],
  [
    'a namespace that all but one are',
    inNamespace('other'),
    (spec) => spec.destinations.push({ server: 'https://kubernetes.default.svc', namespace: '!default' }),
    undefined,
  ],
  [
    'a namespace that is refused by name, and allowed by a pattern',
    inNamespace('netbird'),
    (spec) => spec.destinations.push({ server: 'https://kubernetes.default.svc', namespace: '!netbird' }),
    'does not allow the namespace netbird',
  ],
  [
    'a cluster that is refused by name',
    inNamespace('netbird'),
    (spec) => spec.destinations.push({ server: '!https://kubernetes.default.svc', namespace: '*' }),
    'does not allow the namespace netbird',
  ],
  [
    'an Application of another repository',
    application({ repoURL: 'https://other.example.org/a.git' }),
    undefined,
    'does not allow the repository https://other.example.org/a.git',
  ],
  ['an Application of a repository that is allowed', application({}), undefined, undefined],
  [
    'an Application of a repository that is refused by name',
    application({}),
    (spec) => spec.sourceRepos.push('!https://git.example.org/homelab/*'),
    'does not allow the repository https://git.example.org/homelab/cluster.git',
  ],
  [
    'an Application into another namespace',
    application({}, { namespace: 'other' }),
    undefined,
    'does not allow the namespace other',
  ],
  ['an unknown project', inNamespace('other'), (_, site) => site.remove('AppProject'), undefined],
  [
    'a chart that nothing delivers',
    inNamespace('other'),
    (_, site) => site.remove('Application', 'netbird'),
    undefined,
  ],
])('%s', (_, object, project, expected) => {
  expect(refusal(object, project)).toBe(expected);
});

test('an ApplicationSet delivers every chart, to whatever cluster', () => {
  const editor = new SiteEditor();
  const { spec } = editor.remove('Application', 'netbird');
  editor.add(
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'ApplicationSet',
      metadata: { name: 'fleet', namespace: 'argocd' },
      spec: { template: { spec: { ...spec, destination: { server: '{{.server}}' } } } },
    },
    'argocd',
  );
  const site = new Site(editor.objects());
  const peer = site.ofKind('StatefulSet')[0];
  expect(peer && deliveryOf(peer, site)).toEqual({ project: 'netbird', server: undefined });
  expect(peer && refusalByProject(peer, site)).toBeUndefined();
});
