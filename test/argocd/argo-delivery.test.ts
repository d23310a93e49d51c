import { expect, test } from '@jest/globals';
import { ApiObject, App, Chart } from 'cdk8s';
import { ArgoDelivery } from '../../lib/argocd/argo-delivery.ts';
import type { ArgoDeliveryProps } from '../../lib/argocd/argo-delivery-props.ts';
import { Cluster } from '../../lib/output/cluster.ts';
import { OutputFile } from '../../lib/output/output-file.ts';
import { problemsFrom } from '../support/refusals.ts';

const repository = 'https://git.example.org/homelab.git';
const server = 'https://kubernetes.default.svc';

const namespaced = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'netbird' } };
const clusterRole = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'a' } };

/** A site with two charts: netbird (a Namespace and a ConfigMap in it) and guard (a ConfigMap in kube-system). */
function site() {
  const app = new App();
  const netbird = new Chart(app, 'netbird');
  new ApiObject(netbird, 'namespace', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'netbird' } });
  new ApiObject(netbird, 'settings', namespaced);
  const guard = new Chart(app, 'guard');
  new ApiObject(guard, 'settings', { ...namespaced, metadata: { name: 'b', namespace: 'kube-system' } });
  return { netbird, guard, argocd: new Chart(app, 'argocd') };
}

function deliver(props: Partial<ArgoDeliveryProps> = {}) {
  const { netbird, guard, argocd } = site();
  return new ArgoDelivery(argocd, 'delivery', { repository, charts: [netbird, guard], ...props });
}

const problems = (props: Readonly<Record<string, unknown>>) => problemsFrom(() => deliver(props));
const applications = (delivery: ArgoDelivery) => delivery.applications.map((application) => application.toJson());

test('the project allows this repository, the namespaces of the charts, and their cluster-scoped kinds', () => {
  expect(deliver().project.toJson()).toEqual({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: { name: 'netbird', namespace: 'argocd' },
    spec: {
      description: 'The NetBird routing peer, and what keeps its tunnel interface out of Cilium.',
      sourceRepos: [repository],
      destinations: [
        { server, namespace: 'kube-system' },
        { server, namespace: 'netbird' },
      ],
      clusterResourceWhitelist: [{ group: '', kind: 'Namespace' }],
    },
  });
});

test('each chart has an Application of its own, that prunes, heals, and tries again', () => {
  const expected = (name: string, namespace: string) => ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    // No finalizer: deleting the Application must not delete the identity.
    metadata: { name, namespace: 'argocd', annotations: { 'argocd.argoproj.io/manifest-generate-paths': '.' } },
    spec: {
      project: 'netbird',
      source: { repoURL: repository, targetRevision: 'main', path: `dist/${name}`, directory: { recurse: true } },
      destination: { server, namespace },
      syncPolicy: {
        automated: { prune: true, selfHeal: true },
        retry: { limit: 10, backoff: { duration: '10s', factor: 2, maxDuration: '5m' } },
        syncOptions: ['FailOnSharedResource=true', 'ServerSideApply=true'],
      },
    },
  });
  expect(applications(deliver())).toEqual([expected('netbird', 'netbird'), expected('guard', 'kube-system')]);
});

test('what a chart gets only after the delivery is allowed as well, each kind once', () => {
  const { netbird, guard, argocd } = site();
  const delivery = new ArgoDelivery(argocd, 'delivery', { repository, charts: [netbird] });
  new ApiObject(netbird, 'role', clusterRole);
  new ApiObject(netbird, 'other-role', { ...clusterRole, metadata: { name: 'b' } });
  new ApiObject(netbird, 'elsewhere', { ...namespaced, metadata: { name: 'a', namespace: 'elsewhere' } });
  new ApiObject(guard, 'policy', { apiVersion: 'example.org/v1', kind: 'Policy', metadata: { name: 'a' } });
  const { destinations, clusterResourceWhitelist } = delivery.project.toJson().spec;
  expect(destinations).toEqual([
    { server, namespace: 'elsewhere' },
    { server, namespace: 'netbird' },
  ]);
  expect(clusterResourceWhitelist).toEqual([
    { group: '', kind: 'Namespace' },
    { group: 'rbac.authorization.k8s.io', kind: 'ClusterRole' },
  ]);
});

test('the charts of several clusters go to their servers, each under the name of its folder', () => {
  const delivery = clusterSite();
  const east = 'https://east.example.org:6443';
  expect(delivery.project.toJson().spec.destinations).toEqual([
    { server, namespace: 'netbird' },
    { server: east, namespace: 'mesh' },
  ]);
  expect(
    applications(delivery).map(({ metadata, spec }) => [metadata.name, spec.source.path, spec.destination]),
  ).toEqual([
    ['west-netbird', 'dist/west/netbird', { server, namespace: 'netbird' }],
    ['east-netbird', 'dist/east/netbird', { server: east, namespace: 'mesh' }],
    ['east-roles', 'dist/east/roles', { server: east, namespace: 'mesh' }],
  ]);
});

test('a cluster that gets only cluster-scoped objects has a destination too', () => {
  const chart = new Chart(new App(), 'roles');
  new ApiObject(chart, 'role', clusterRole);
  const delivery = new ArgoDelivery(new Chart(chart.node.root as App, 'argocd'), 'delivery', {
    repository,
    charts: [chart],
  });
  expect(delivery.project.toJson().spec.destinations).toEqual([{ server, namespace: 'default' }]);
  expect(applications(delivery)[0].spec.destination).toEqual({ server, namespace: 'default' });
});

test('a chart that is not delivered is not allowed', () => {
  const { guard, argocd } = site();
  const { spec } = new ArgoDelivery(argocd, 'delivery', { repository, charts: [guard] }).project.toJson();
  expect(spec.destinations).toEqual([{ server, namespace: 'kube-system' }]);
  expect(spec.clusterResourceWhitelist ?? []).toEqual([]);
});

test('revision, folder, project and namespace can be otherwise', () => {
  const delivery = deliver({
    revision: 'release/1.0',
    folder: 'sites/home/dist',
    project: 'mesh',
    namespace: 'gitops',
  });
  expect(delivery.project.toJson().metadata).toEqual({ name: 'mesh', namespace: 'gitops' });
  for (const { metadata, spec } of applications(delivery)) {
    expect(metadata.namespace).toBe('gitops');
    expect(spec.project).toBe('mesh');
    expect(spec.source).toMatchObject({ targetRevision: 'release/1.0', path: `sites/home/dist/${metadata.name}` });
  }
});

test.each([
  'https://git.example.org:8443/homelab.git',
  'ssh://git@git.example.org/homelab.git',
  'ssh://git@git.example.org:22/homelab.git',
  'git@git.example.org:homelab.git',
])('a repository is accepted: %s', (repository) => {
  expect(deliver({ repository }).project.toJson().spec.sourceRepos).toEqual([repository]);
});

const noRepository = {
  field: 'repository',
  reason: 'It is not the address of a Git repository.',
  remedy: 'Write, for example, "https://git.example.org/homelab.git".',
};
const password = {
  field: 'repository',
  reason: 'A password or token in a URL ends up in Git.',
  remedy: 'Write the URL without it, and add the repository with its credentials to Argo CD.',
};
const noPath = (field: 'revision' | 'folder') => ({
  field,
  reason: 'It is not a path or branch inside the repository.',
  remedy: `Write, for example, "${field === 'folder' ? 'dist' : 'main'}".`,
});
const noLabel = (field: string, example: string) => ({
  field,
  reason: 'It is not a DNS label: 1 to 63 lower-case letters, digits and hyphens, none of these at an end.',
  remedy: `Write, for example, "${example}".`,
});
const noList = {
  field: 'charts',
  reason: 'It must be a list with at least one entry.',
  remedy: 'Write, for example, [netbird].',
};

test.each<[Record<string, unknown>, object]>([
  [{ repository: undefined }, { ...noRepository, reason: 'It is missing.' }],
  [{ repository: '' }, { ...noRepository, value: '""' }],
  [{ repository: 'https://' }, { ...noRepository, value: '"https://"' }],
  [{ repository: '../homelab' }, { ...noRepository, value: '"../homelab"' }],
  [{ repository: 'http://git.example.org' }, { ...noRepository, value: '"http://git.example.org"' }],
  [{ repository: 'https://git.example.org/a b' }, { ...noRepository, value: '"https://git.example.org/a b"' }],
  [{ repository: 'http://me:hunter2@git.example.org' }, noRepository],
  [{ repository: 'https://me:hunter2@git.example.org/a.git' }, password],
  [{ repository: 'https://hunter2@git.example.org/a.git' }, password],
  [{ repository: 'ssh://git:hunter2@git.example.org/a.git' }, password],
  [{ repository: 'https://git.example.org/a.git?private_token=hunter2' }, password],
  [{ repository: 'https://git.example.org/a.git#hunter2' }, password],
  [{ repository: 'ssh://git@git.example.org/a.git?hunter2' }, password],
  [{ repository: 'git@git.example.org:a.git?hunter2' }, noRepository],
  [{ repository: 'me:hunter2@git.example.org:a.git' }, noRepository],
  [{ repository: 'https://git.example.org' }, { ...noRepository, value: '"https://git.example.org"' }],
  [{ revision: '' }, { ...noPath('revision'), value: '""' }],
  [{ revision: 'main branch' }, { ...noPath('revision'), value: '"main branch"' }],
  [{ folder: '../dist' }, { ...noPath('folder'), value: '"../dist"' }],
  [{ folder: './dist' }, { ...noPath('folder'), value: '"./dist"' }],
  [{ folder: '/dist' }, { ...noPath('folder'), value: '"/dist"' }],
  [{ folder: 'dist/' }, { ...noPath('folder'), value: '"dist/"' }],
  [{ folder: 5 }, { ...noPath('folder'), value: '5' }],
  [
    { makes: 'applicationset' },
    {
      field: 'makes',
      value: '"applicationset"',
      reason: 'There is no such choice.',
      remedy: 'Write "applications" or "application-set".',
    },
  ],
  [{ revision: '.' }, { ...noPath('revision'), value: '"."' }],
  [{ project: 'NetBird' }, { ...noLabel('project', 'netbird'), value: '"NetBird"' }],
  [{ namespace: 'argo_cd' }, { ...noLabel('namespace', 'argocd'), value: '"argo_cd"' }],
  [{ charts: undefined }, { ...noList, reason: 'It is missing.' }],
  [{ charts: [] }, { ...noList, value: '[]' }],
  [
    { charts: ['netbird'] },
    {
      field: 'charts[0]',
      value: '"netbird"',
      reason: 'It is not a Chart.',
      remedy: 'Write the charts, for example [netbird].',
    },
  ],
  [
    { branch: 'main' },
    {
      field: 'branch',
      reason: 'There is no such prop.',
      remedy: 'Take it out, or correct its name; npm run typecheck knows all names.',
    },
  ],
])('refused: %j', (props, problem) => {
  expect(problems(props)).toEqual([{ path: 'argocd/delivery', ...problem }]);
});

test('all problems are told at once', () => {
  const found = problems({ repository: '', revision: '', folder: '', project: '', namespace: '', charts: [], x: 1 });
  expect(found.map(({ field }) => field)).toEqual([
    'x',
    'repository',
    'revision',
    'folder',
    'project',
    'namespace',
    'charts',
  ]);
});

test('an ApplicationSet makes of its index what the Applications would be', () => {
  const made = clusterSite({ makes: 'application-set' });
  const written = clusterSite();
  expect(made.applications).toEqual([]);
  expect(written.applicationSet).toBeUndefined();
  expect(indexOf(written)).toBeUndefined();
  expect(made.project.toJson()).toEqual(written.project.toJson());

  const { template } = made.applicationSet?.toJson().spec ?? {};
  const expanded = JSON.parse(String(indexOf(made))).map((entry: Record<string, string>) =>
    JSON.parse(JSON.stringify(template).replaceAll(/\{\{ \.(\w+) \}\}/g, (_, name) => String(entry[name]))),
  );
  expect(expanded).toEqual(
    applications(written).map(({ metadata: { name, annotations }, spec }) => ({
      metadata: { name, annotations },
      spec,
    })),
  );
});

test('an ApplicationSet fails on a name that its index lacks, and takes nothing away', () => {
  const delivery = deliver({ makes: 'application-set', revision: 'v1', project: 'mesh', namespace: 'gitops' });
  const { metadata, spec } = delivery.applicationSet?.toJson() ?? {};
  expect(metadata).toEqual({ name: 'mesh', namespace: 'gitops' });
  expect({ ...spec, template: undefined }).toEqual({
    goTemplate: true,
    goTemplateOptions: ['missingkey=error'],
    generators: [{ git: { repoURL: repository, revision: 'v1', files: [{ path: 'dist/index.json' }] } }],
    syncPolicy: { preserveResourcesOnDeletion: true },
    template: undefined,
  });
  expect(spec.template.metadata.finalizers).toBeUndefined();
});

test('the index knows what a chart got only after the delivery', () => {
  const { netbird, argocd } = site();
  const late = new Chart(netbird.node.root as App, 'late');
  const delivery = new ArgoDelivery(argocd, 'delivery', { repository, charts: [late], makes: 'application-set' });
  new ApiObject(late, 'settings', { ...namespaced, metadata: { name: 'a', namespace: 'late' } });
  expect(JSON.parse(String(indexOf(delivery)))).toEqual([{ name: 'late', folder: 'late', server, namespace: 'late' }]);
});

test('the index of a delivery in a cluster stands in the folder of that cluster', () => {
  const argocd = new Chart(new Cluster(new App(), 'hub'), 'argocd');
  const { netbird } = site();
  const { applicationSet } = new ArgoDelivery(argocd, 'delivery', {
    repository,
    charts: [netbird],
    makes: 'application-set',
  });
  expect(applicationSet?.toJson().spec.generators[0].git.files).toEqual([{ path: 'dist/hub/index.json' }]);
});

test('an output that is all of its repository has no folder', () => {
  expect(applications(deliver({ folder: '.' })).map(({ spec }) => spec.source.path)).toEqual(['netbird', 'guard']);
  const { applicationSet } = deliver({ folder: '.', makes: 'application-set' });
  const { generators, template } = applicationSet?.toJson().spec ?? {};
  expect(generators[0].git.files).toEqual([{ path: 'index.json' }]);
  expect(template.spec.source.path).toBe('{{ .folder }}');
});

test('the chart of the delivery, and a chart twice, are refused', () => {
  const { netbird, argocd } = site();
  const found = problemsFrom(
    () => new ArgoDelivery(argocd, 'delivery', { repository, charts: [netbird, argocd, netbird] }),
  );
  expect(found).toEqual([
    {
      path: 'argocd/delivery',
      field: 'charts[1]',
      reason:
        'It is the chart of the delivery itself: an Application that may change its own project allows itself anything.',
      remedy: 'Take it out, and apply its folder by hand.',
    },
    {
      path: 'argocd/delivery',
      field: 'charts[2]',
      reason: 'The chart netbird is there already.',
      remedy: 'Take it out.',
    },
  ]);
});

test('two charts cannot have Applications of one name', () => {
  const app = new App();
  const charts = [
    new Chart(new Cluster(app, 'a'), 'b-c'),
    new Chart(new Cluster(app, 'a-b', { server: 'https://b.example.org' }), 'c'),
  ];
  const found = problemsFrom(() => new ArgoDelivery(new Chart(app, 'argocd'), 'delivery', { repository, charts }));
  expect(found).toEqual([
    {
      path: 'argocd/delivery',
      field: 'charts[1]',
      reason: 'The Application a-b-c would be that of a/b-c and that of a-b/c.',
      remedy: 'Give one of the charts, or of their clusters, another id.',
    },
  ]);
});

test('the name of an Application is that of a label', () => {
  const app = new App();
  const cluster = new Cluster(app, 'c'.repeat(31));
  const [fits, tooLong] = [31, 32].map((length) => new Chart(cluster, 'n'.repeat(length))) as [Chart, Chart];
  const name = `${'c'.repeat(31)}-${'n'.repeat(32)}`;
  const found = problemsFrom(
    () => new ArgoDelivery(new Chart(app, 'argocd'), 'delivery', { repository, charts: [fits, tooLong] }),
  );
  expect(found).toEqual([
    {
      path: 'argocd/delivery',
      field: 'charts[1]',
      value: `"${name}"`,
      reason: 'The name of its Application has 64 characters, and Argo CD writes it into labels, which have up to 63.',
      remedy: 'Give the chart, or its cluster, a shorter id.',
    },
  ]);
});

test('props that are none are refused', () => {
  const found = problemsFrom(() => new ArgoDelivery(new Chart(new App(), 'argocd'), 'delivery', null as never));
  expect(found.map(({ field, value }) => [field, value])).toEqual([
    ['props', 'null'],
    ['repository', undefined],
    ['charts', undefined],
  ]);
});

test('a chart that nobody delivers is noted, once', () => {
  const { netbird, guard, argocd } = site();
  const deliveries = [netbird, guard].map((chart, index) => {
    const props = { repository, charts: [chart], project: `project-${index}` };
    return new ArgoDelivery(argocd, `delivery-${index}`, props);
  });
  const notes = () => deliveries.flatMap((delivery) => delivery.reviewSite().notes);
  const other = new Chart(netbird.node.root as App, 'other');
  expect(notes()).toEqual([]);
  new ApiObject(other, 'settings', namespaced);
  expect(notes()).toEqual([
    {
      path: 'other',
      text: 'No Application delivers this chart. Add it to the charts of an ArgoDelivery, or apply its folder by hand.',
    },
  ]);
});

/** A delivery for two clusters, one of which gets only cluster-scoped objects from one of its charts. */
function clusterSite(props: Partial<ArgoDeliveryProps> = {}): ArgoDelivery {
  const app = new App();
  const west = new Chart(new Cluster(app, 'west'), 'netbird');
  const east = new Cluster(app, 'east', { server: 'https://east.example.org:6443' });
  const eastern = new Chart(east, 'netbird');
  const roles = new Chart(east, 'roles');
  new ApiObject(west, 'settings', namespaced);
  new ApiObject(eastern, 'settings', { ...namespaced, metadata: { name: 'a', namespace: 'mesh' } });
  new ApiObject(roles, 'role', clusterRole);
  const charts = [west, eastern, roles];
  return new ArgoDelivery(new Chart(app, 'argocd'), 'delivery', { repository, charts, ...props });
}

function indexOf(delivery: ArgoDelivery): string | undefined {
  return delivery.node
    .findAll()
    .find((construct) => construct instanceof OutputFile)
    ?.content();
}

test('a chart without objects is refused when the output is made: its folder would not be there', () => {
  const empty = new Chart(new App(), 'empty');
  expect(deliver().node.validate()).toEqual([]);
  expect(deliver({ charts: [empty] }).node.validate()).toEqual([
    'The chart empty has no objects: its Application would look for a folder that is not there. Leave it out of charts.',
  ]);
});

test('an Application with cluster-scoped objects only goes to a namespace that the project allows', () => {
  const { netbird, guard, argocd } = site();
  const policies = new Chart(guard.node.root as App, 'policies');
  new ApiObject(policies, 'role', clusterRole);
  const delivery = new ArgoDelivery(argocd, 'delivery', { repository, charts: [policies, netbird] });
  expect(applications(delivery)[0].spec.destination).toEqual({ server, namespace: 'netbird' });
});
