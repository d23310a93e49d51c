import { ApiObject, Chart, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import {
  Application,
  type ApplicationProps,
  AppProject,
  type AppProjectSpecClusterResourceWhitelist,
  type AppProjectSpecDestinations,
} from '../../imports/argoproj.io.ts';
import { type DnsLabel, parseDnsLabel } from '../network/dns-label.ts';
import { ARGO_CDS_OWN_CLUSTER, Cluster } from '../output/cluster.ts';
import { InvalidValue } from '../refusal/invalid-value.ts';
import { PropsReview } from '../refusal/props-review.ts';

export interface ArgoDeliveryProps {
  /** The repository that holds `dist/`: `https://…`, `ssh://…` or `git@host:path`, without a password. */
  readonly repository: string;

  /**
   * The branch or tag to sync.
   *
   * @default 'main'
   */
  readonly revision?: string;

  /**
   * The folder of the output in that repository.
   *
   * @default 'dist'
   */
  readonly folder?: string;

  /**
   * The charts to deliver, each to its cluster, by an Application of its own that is named like the chart's folder:
   * `netbird`, or `west-netbird` for the chart `netbird` of the cluster `west`.
   */
  readonly charts: readonly Chart[];

  /**
   * The name of the AppProject.
   *
   * @default 'netbird'
   */
  readonly project?: string;

  /**
   * The namespace of Argo CD.
   *
   * @default 'argocd'
   */
  readonly namespace?: string;
}

/**
 * Has Argo CD sync one folder of the output for each chart. The AppProject allows exactly what the charts render: their
 * namespaces, and their cluster-scoped kinds.
 *
 * Nothing syncs these objects themselves: `kubectl apply -f dist/argocd`, once and after each change. They carry no
 * finalizer, so that `kubectl delete` of an Application leaves the peer and its identity alone; Argo CD's own interface
 * deletes what it delivered too, unless told otherwise.
 */
export class ArgoDelivery extends Construct {
  readonly project: AppProject;
  readonly applications: readonly Application[];

  /** @throws RefusedError with every problem of the props */
  constructor(scope: Construct, id: string, props: ArgoDeliveryProps) {
    super(scope, id);
    const review = new PropsReview(this);
    const { repository, revision = 'main', folder = 'dist', charts, ...rest } = props;
    const { project = 'netbird', namespace = 'argocd', ...unknownProps } = rest;
    review.refuseUnknown(unknownProps);
    const settings: DeliverySettings = {
      repository: review.parse('repository', repository, parseRepository, 'https://git.example.org/homelab.git'),
      revision: review.parse('revision', revision, parseGitPath, 'main'),
      folder: review.parse('folder', folder, parseGitPath, 'dist'),
      project: review.parse('project', project, parseDnsLabel, 'netbird'),
      namespace: review.parse('namespace', namespace, parseDnsLabel, 'argocd'),
    };
    const delivered = review
      .parseList('charts', charts, parseChart, '[netbird]')
      .filter((chart) => chart !== undefined);
    review.conclude();

    this.node.addValidation({
      validate: () => charts.filter((chart) => apiObjects([chart]).length === 0).map(emptyChart),
    });

    this.project = new AppProject(this, 'project', {
      metadata: { name: settings.project, namespace: settings.namespace },
      spec: {
        description: 'The NetBird routing peer, and what keeps its tunnel interface out of Cilium.',
        sourceRepos: [settings.repository],
        // Read when the output is made, so that nothing that is rendered later can be missing.
        destinations: Lazy.any({ produce: () => destinations(delivered) }),
        clusterResourceWhitelist: Lazy.any({ produce: () => clusterScopedKinds(delivered) }),
      },
    });
    this.applications = delivered.map(
      (chart) => new Application(this, `application-${applicationName(chart)}`, application(chart, charts, settings)),
    );
  }
}

interface DeliverySettings {
  readonly repository: string;
  readonly revision: string;
  readonly folder: string;
  readonly project: string;
  readonly namespace: DnsLabel;
}

function application(chart: Chart, charts: readonly Chart[], settings: DeliverySettings): ApplicationProps {
  return {
    metadata: {
      name: applicationName(chart),
      namespace: settings.namespace,
      // Argo CD renders the Application anew only when a commit touches its folder.
      annotations: { 'argocd.argoproj.io/manifest-generate-paths': '.' },
    },
    spec: {
      project: settings.project,
      source: {
        repoUrl: settings.repository,
        targetRevision: settings.revision,
        path: `${settings.folder}/${chart.node.path}`,
        directory: { recurse: true },
      },
      // Every object names its namespace itself; this one is only for those that Argo CD looks at on the way.
      destination: {
        server: serverOf(chart),
        namespace: Lazy.any({ produce: () => namespaces([chart])[0] ?? namespacesOn(serverOf(chart), charts)[0] }),
      },
      syncPolicy: {
        automated: { prune: true, selfHeal: true },
        retry: { limit: 10, backoff: { duration: '10s', factor: 2, maxDuration: '5m' } },
        syncOptions: ['FailOnSharedResource=true', 'ServerSideApply=true'],
      },
    },
  };
}

function applicationName(chart: Chart): string {
  return chart.node.path.replaceAll('/', '-');
}

function serverOf(chart: Chart): string {
  return Cluster.of(chart)?.server ?? ARGO_CDS_OWN_CLUSTER;
}

function emptyChart({ node }: Chart): string {
  return `The chart ${node.path} has no objects: its Application would look for a folder that is not there. Leave it out of charts.`;
}

function destinations(charts: readonly Chart[]): AppProjectSpecDestinations[] {
  return [...new Set(charts.map(serverOf))].flatMap((server) =>
    namespacesOn(server, charts).map((namespace) => ({ server, namespace })),
  );
}

/** A destination always has a namespace: where only cluster-scoped objects go, it is `default`. */
function namespacesOn(server: string, charts: readonly Chart[]): string[] {
  const found = namespaces(charts.filter((chart) => serverOf(chart) === server));
  return found.length === 0 ? ['default'] : found;
}

function namespaces(charts: readonly Chart[]): string[] {
  return sortedUnique(apiObjects(charts).flatMap(({ metadata }) => metadata.namespace ?? []));
}

/** Every object of a namespaced kind names its namespace (lib/checks/explicit-namespace.ts), so the others are these. */
function clusterScopedKinds(charts: readonly Chart[]): AppProjectSpecClusterResourceWhitelist[] {
  const clusterScoped = apiObjects(charts).filter(({ metadata }) => metadata.namespace === undefined);
  return sortedUnique(clusterScoped.map(({ apiGroup, kind }) => `${apiGroup === 'core' ? '' : apiGroup}/${kind}`)).map(
    (groupKind) => {
      const [group = '', kind = ''] = groupKind.split('/');
      return { group, kind };
    },
  );
}

function apiObjects(charts: readonly Chart[]): ApiObject[] {
  return charts.flatMap((chart) => chart.node.findAll()).filter((construct) => ApiObject.isApiObject(construct));
}

function sortedUnique(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}

function parseChart(value: unknown): Chart {
  if (!Chart.isChart(value)) throw new InvalidValue('It is not a Chart.', 'Write the charts, for example [netbird].');
  return value;
}

function parseRepository(value: unknown): string {
  if (typeof value !== 'string' || !/^(https:\/\/|ssh:\/\/|[\w.-]+@[\w.-]+:)[^\s]+$/.test(value)) {
    throw new InvalidValue(
      'It is not the address of a Git repository.',
      'Write, for example, "https://git.example.org/homelab.git".',
      { mayShowValue: !/:\/\/.*@/.test(String(value)) },
    );
  }
  if (/^https:\/\/[^/]*@/.test(value) || /^ssh:\/\/[^/@]*:[^/]*@/.test(value)) {
    throw new InvalidValue(
      'A password in a URL ends up in Git.',
      'Leave it out, and add the repository with its credentials to Argo CD.',
      { mayShowValue: false },
    );
  }
  return value;
}

/** A path or branch inside a repository. */
function parseGitPath(value: unknown): string {
  const segments = typeof value === 'string' ? value.split('/') : [];
  if (segments.length === 0 || segments.some((segment) => !/^[\w.-]+$/.test(segment) || /^\.\.?$/.test(segment))) {
    throw new InvalidValue(
      'It is not a path or branch inside the repository.',
      'Write, for example, "dist" or "main".',
    );
  }
  return segments.join('/');
}
