import { ApiObject, type Chart } from 'cdk8s';
import type { AppProjectSpecClusterResourceWhitelist, AppProjectSpecDestinations } from '../../imports/argoproj.io.ts';
import { Cluster } from '../output/cluster.ts';

/** `netbird`, or `west-netbird` for the chart `netbird` of the cluster `west`. */
export function applicationName(chart: Chart): string {
  return chart.node.path.replaceAll('/', '-');
}

/**
 * The namespace of an Application's destination. Every object names its namespace itself; this one is only for those
 * that Argo CD looks at on the way, and must be one that the project allows.
 */
export function destinationNamespace(chart: Chart, charts: readonly Chart[]): string | undefined {
  return namespaces([chart])[0] ?? namespacesOn(Cluster.serverOf(chart), charts)[0];
}

export function emptyChart({ node }: Chart): string {
  return `The chart ${node.path} has no objects: its Application would look for a folder that is not there. Leave it out of charts.`;
}

/** The namespaces that the charts have objects in. */
export function destinations(charts: readonly Chart[]): AppProjectSpecDestinations[] {
  return [...new Set(charts.map((chart) => Cluster.serverOf(chart)))].flatMap((server) =>
    namespacesOn(server, charts).map((namespace) => ({ server, namespace })),
  );
}

/** A destination always has a namespace: where only cluster-scoped objects go, it is `default`. */
function namespacesOn(server: string, charts: readonly Chart[]): string[] {
  const found = namespaces(charts.filter((chart) => Cluster.serverOf(chart) === server));
  return found.length === 0 ? ['default'] : found;
}

function namespaces(charts: readonly Chart[]): string[] {
  return sortedUnique(apiObjects(charts).flatMap(({ metadata }) => metadata.namespace ?? []));
}

/** Every object of a namespaced kind names its namespace, and no other does (lib/checks/explicit-namespace.ts). */
export function clusterScopedKinds(charts: readonly Chart[]): AppProjectSpecClusterResourceWhitelist[] {
  const clusterScoped = apiObjects(charts).filter(({ metadata }) => metadata.namespace === undefined);
  return sortedUnique(clusterScoped.map(({ apiGroup, kind }) => `${apiGroup === 'core' ? '' : apiGroup}/${kind}`)).map(
    (groupKind) => {
      const [group = '', kind = ''] = groupKind.split('/');
      return { group, kind };
    },
  );
}

export function hasObjects(chart: Chart): boolean {
  return apiObjects([chart]).length > 0;
}

function apiObjects(charts: readonly Chart[]): ApiObject[] {
  return charts.flatMap((chart) => chart.node.findAll()).filter((construct) => ApiObject.isApiObject(construct));
}

function sortedUnique(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
