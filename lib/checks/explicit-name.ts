import type { Check } from './check.ts';

/** cdk8s names an object without a name after a hash of its construct's path: moving the code would rename it. */
export const explicitName: Check = (manifests) =>
  manifests
    .filter(({ object }) => /-c8[0-9a-f]{6}$/.test(object.metadata.name))
    .map(({ path, object }) => ({
      path,
      field: 'metadata.name',
      value: object.metadata.name,
      reason: 'The name is a hash of the construct path: it changes when the code moves, and the object is replaced.',
      remedy: 'Give the object a name.',
    }));
