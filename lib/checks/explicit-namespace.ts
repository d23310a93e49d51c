import type { Check } from './check.ts';

const NAMESPACED_KINDS = new Set([
  'AppProject',
  'Application',
  'CiliumNetworkPolicy',
  'CiliumNodeConfig',
  'ConfigMap',
  'CronJob',
  'DaemonSet',
  'Deployment',
  'Endpoints',
  'ExternalSecret',
  'Gateway',
  'HTTPRoute',
  'Ingress',
  'Job',
  'NetworkPolicy',
  'PersistentVolumeClaim',
  'Pod',
  'PodDisruptionBudget',
  'Role',
  'RoleBinding',
  'Secret',
  'SecretProviderClass',
  'SecretStore',
  'Service',
  'ServiceAccount',
  'StatefulSet',
]);

/** Without a namespace an object lands in that of whoever applies it, and the AppProject would take it for cluster-scoped. */
export const explicitNamespace: Check = (manifests) =>
  manifests
    .filter(({ object }) => object.metadata.namespace === undefined && NAMESPACED_KINDS.has(object.kind))
    .map(({ path, object }) => ({
      path,
      field: 'metadata.namespace',
      reason: `The ${object.kind} names no namespace: it would land in that of whoever applies it.`,
      remedy: 'Give the object, or its Chart, a namespace.',
    }));
