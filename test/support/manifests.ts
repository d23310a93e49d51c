import type { KubernetesObject, Manifest } from '../../lib/output/manifest.ts';

/** An object of the output that the construct `netbird/thing` made. */
export function manifest(object: Partial<KubernetesObject> & Pick<KubernetesObject, 'kind' | 'metadata'>): Manifest {
  return {
    folder: 'netbird',
    server: 'https://kubernetes.default.svc',
    path: 'netbird/thing',
    object: { apiVersion: 'v1', ...object },
  };
}
