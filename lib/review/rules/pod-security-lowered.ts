import { textAt } from '../../output/record.ts';
import type { SiteObject } from '../site-object.ts';
import type { Rule } from './rule.ts';

const LEVELS = ['restricted', 'baseline', 'privileged'];
const PREFIX = 'pod-security.kubernetes.io/';

/** What the API server lets pods of a namespace do. */
export const podSecurityLowered: Rule = {
  name: 'pod-security-lowered',
  class: 'exposure',
  reason: 'The level of a Namespace is all that keeps other pods in it from the node.',
  source: 'Kubernetes: Pod Security Admission',

  find({ before, after, differences }) {
    if (after?.kind !== 'Namespace') return [];
    const lowered = ['enforce', 'audit', 'warn'].filter((mode) =>
      before === undefined ? level(after, mode) > level(undefined, mode) : level(after, mode) > level(before, mode),
    );
    if (lowered.length === 0) return [];
    return [
      {
        differences: differences.filter(
          ({ path }) => path.length < 3 || lowered.some((mode) => path[2] === `${PREFIX}${mode}`),
        ),
        consequence: `Pods in this namespace may do more, or nobody is told that they do (${lowered.join(', ')}).`,
        remedy: 'Make sure that nothing but the routing peer lives in it.',
      },
    ];
  },
};

/** Without a label the cluster's default holds, which is privileged as a rule. */
function level(object: SiteObject | undefined, mode: string): number {
  const label = textAt(object?.content, 'metadata', 'labels', `${PREFIX}${mode}`);
  return label === undefined ? LEVELS.length : LEVELS.indexOf(label);
}
