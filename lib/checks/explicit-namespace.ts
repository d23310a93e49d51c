import { scopeOf } from '../output/object-scope.ts';
import type { Check } from './check.ts';

/**
 * Without a namespace an object lands in that of whoever applies it, and the AppProject would take it for
 * cluster-scoped. An object of the cluster's own that names one, it would take for one of that namespace.
 */
export const explicitNamespace: Check = (manifests) =>
  manifests.flatMap(({ path, object }) => {
    const { kind, metadata } = object;
    const scope = scopeOf(object);
    const field = 'metadata.namespace';
    if (scope === 'Namespaced' && metadata.namespace === undefined) {
      const reason = `The ${kind} names no namespace: it would land in that of whoever applies it.`;
      return [{ path, field, reason, remedy: 'Give the object, or its Chart, a namespace.' }];
    }
    if (scope === 'Cluster' && metadata.namespace !== undefined) {
      const reason = `A ${kind} is in no namespace, and the AppProject would not allow it.`;
      const remedy = 'Take it out; where the Chart gives it, make the object in a Chart without a namespace.';
      return [{ path, field, value: `"${metadata.namespace}"`, reason, remedy }];
    }
    return [];
  });
