import type { AnyObject } from './cluster.ts';

/** Of the kinds that Argo CD knows, those that this project renders or may render, in its order. All others come last. */
const KINDS = [
  'Namespace',
  'NetworkPolicy',
  'PodDisruptionBudget',
  'ServiceAccount',
  'Secret',
  'ConfigMap',
  'PersistentVolumeClaim',
  'CustomResourceDefinition',
  'Service',
  'DaemonSet',
  'StatefulSet',
  'Job',
  'CronJob',
];

/**
 * The order in which Argo CD applies the objects of one Application: wave, kind, name.
 *
 * @see https://github.com/argoproj/gitops-engine/blob/master/pkg/sync/sync_tasks.go
 */
export function inSyncOrder(objects: readonly AnyObject[]): AnyObject[] {
  return [...objects].sort(
    (a, b) => wave(a) - wave(b) || rank(a.kind) - rank(b.kind) || (a.metadata.name < b.metadata.name ? -1 : 1),
  );
}

function wave({ metadata }: AnyObject): number {
  return Number(metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? 0);
}

function rank(kind: string): number {
  return KINDS.includes(kind) ? KINDS.indexOf(kind) : KINDS.length;
}
