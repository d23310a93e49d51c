import { recordAt } from '../../output/record.ts';
import { isAtOrBelow, touches } from '../compare/field-path.ts';
import type { SiteObject } from '../site-object.ts';
import { podOf } from '../workload.ts';
import type { Rule } from './rule.ts';

const KINDS = ['DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'];

/** The API server refuses a workload that would not know its own pods. */
export const selectorUnmatched: Rule = {
  name: 'selector-unmatched',
  class: 'sync-fails',
  reason: 'The labels of a pod template must satisfy the selector.',
  source: 'kubernetes: ValidatePodTemplateSpecForStatefulSet, and its like',

  find({ before, after, differences }) {
    if (after === undefined || !KINDS.includes(after.kind)) return [];
    const missing = missingLabels(after);
    if (missing.length === 0 || (before !== undefined && missingLabels(before).length > 0)) return [];
    return [
      {
        differences: differences.filter(
          ({ path }) =>
            path.length === 0 || isAtOrBelow(path, 'spec.selector') || touches(path, 'spec.template.metadata.labels'),
        ),
        consequence: `The API server refuses it: the selector wants labels that the pods do not have (${missing.join(', ')}).`,
        remedy: 'Give the pod template these labels.',
      },
    ];
  },
};

function missingLabels(object: SiteObject): readonly string[] {
  if (podOf(object) === undefined) return [];
  const labels = recordAt(object.content, 'spec', 'template', 'metadata', 'labels');
  const wanted = Object.entries(recordAt(object.content, 'spec', 'selector', 'matchLabels'));
  return wanted.filter(([label, value]) => labels[label] !== value).map(([label, value]) => `${label}=${value}`);
}
