import { podTemplatePath } from '../../output/pod-template.ts';
import { touches } from '../compare/field-path.ts';
import { isCommon, isIncludedInPrivileged, privilegesOf } from '../privileges.ts';
import { podOf } from '../workload.ts';
import type { Rule } from './rule.ts';

const FIELDS = [
  'securityContext',
  'hostNetwork',
  'hostPID',
  'hostIPC',
  'hostUsers',
  'shareProcessNamespace',
  ...['containers', 'initContainers'].flatMap((list) => [`${list}.*.securityContext`, `${list}.*.ports`]),
];

/** What a pod may do on its node. */
export const privilegesAdded: Rule = {
  name: 'privileges-added',
  class: 'exposure',
  reason: 'With more privileges, whoever gets into the container has more of the node.',
  source: 'Kubernetes: Pod Security Standards',

  find({ before, after, differences }) {
    const template = podTemplatePath(after?.kind ?? '');
    if (after === undefined || template === undefined) return [];
    const had = privilegesOf(podOf(before));
    const isNew = podOf(before) === undefined;
    const added = [...privilegesOf(podOf(after))].filter(
      (privilege) => !had.has(privilege) && !isIncludedInPrivileged(privilege, had) && !(isNew && isCommon(privilege)),
    );
    if (added.length === 0) return [];
    const relevant = differences.filter(({ path }) =>
      FIELDS.some((field) => touches(path, [...template, 'spec', field].join('.'))),
    );
    return [
      {
        differences: relevant.length > 0 ? relevant : differences,
        consequence: `The pods may do more: ${added.join('; ')}.`,
        remedy: 'Make sure that they need it.',
      },
    ];
  },
};
