import { groupOf } from '../output/api-group.ts';
import { describeObject, type Manifest } from '../output/manifest.ts';
import type { Check } from './check.ts';

/** Two constructs that make the same object of a cluster would overwrite each other; two Applications would fight over it. */
export const uniqueObjects: Check = (manifests) => {
  const first = new Map<string, Manifest>();
  return manifests.flatMap((manifest) => {
    const key = `${manifest.server} ${groupOf(manifest.object.apiVersion)} ${describeObject(manifest.object)}`;
    const other = first.get(key);
    if (other === undefined) {
      first.set(key, manifest);
      return [];
    }
    return [
      {
        path: manifest.path,
        reason: `It makes the same ${describeObject(manifest.object)} as ${other.path}.`,
        remedy: 'Give one of them another name or namespace.',
      },
    ];
  });
};
