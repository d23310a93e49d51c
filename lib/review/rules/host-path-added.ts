import { podTemplatePath } from '../../output/pod-template.ts';
import { isRecord, listAt, textAt } from '../../output/record.ts';
import { touches } from '../compare/field-path.ts';
import type { SiteObject } from '../site-object.ts';
import { containersOf, podOf } from '../workload.ts';
import type { Rule } from './rule.ts';

/** Folders of the node in the containers. */
export const hostPathAdded: Rule = {
  name: 'host-path-added',
  class: 'exposure',
  reason: 'A folder of the node in a container is a way to the node, above all when it can be written.',
  source: 'Kubernetes: hostPath volumes',

  find({ before, after, differences }) {
    const template = podTemplatePath(after?.kind ?? '');
    if (after === undefined || template === undefined) return [];
    const had = hostPathsOf(before);
    const added = [...hostPathsOf(after)].filter((path) => !had.has(path));
    if (added.length === 0) return [];
    const fields = ['volumes', 'containers.*.volumeMounts', 'initContainers.*.volumeMounts'];
    return [
      {
        differences: differences.filter(({ path }) =>
          fields.some((field) => touches(path, [...template, 'spec', field].join('.'))),
        ),
        consequence: `The pods see more of the node: ${added.join('; ')}.`,
        remedy: 'Make sure that they need it, and mount it read-only where that is enough.',
      },
    ];
  },
};

function hostPathsOf(object: SiteObject | undefined): ReadonlySet<string> {
  const pod = podOf(object);
  const mounts = containersOf(pod).flatMap((container) => listAt(container, 'volumeMounts').filter(isRecord));
  return new Set(
    listAt(pod, 'volumes').flatMap((volume) => {
      const path = textAt(volume, 'hostPath', 'path');
      if (path === undefined) return [];
      const uses = mounts.filter(({ name }) => name === textAt(volume, 'name'));
      const isWritable = uses.some(({ readOnly }) => readOnly !== true);
      return isWritable ? `${path}, writable` : `${path}, read-only`;
    }),
  );
}
