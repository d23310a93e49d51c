import { listAt } from '../../output/record.ts';
import type { Difference } from '../compare/compare-objects.ts';
import { staysBehind } from '../delivery.ts';
import type { SiteObject } from '../site-object.ts';
import type { Rule } from './rule.ts';

const KINDS = [
  'MutatingWebhookConfiguration',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
];

/** Nobody can tell by comparing two expressions whether one lets more through: any change of them is one to look at. */
export const admissionWeakened: Rule = {
  name: 'admission-weakened',
  class: 'exposure',
  reason: 'The admission policies are what keeps wt0 out of Cilium between two merges.',
  source: 'Kubernetes: ValidatingAdmissionPolicy',

  find({ before, after, differences }, sites) {
    if (before === undefined || !KINDS.includes(before.kind) || staysBehind({ before, after }, sites)) return [];
    if (after === undefined) {
      return [
        {
          differences,
          consequence: 'What it refused until now is let through.',
          remedy: 'Make sure that something else refuses it, or that nothing has to.',
        },
      ];
    }
    const relevant = differences.filter(isJudgement);
    if (relevant.length === 0 || isStricter(before, after, relevant)) return [];
    return [
      {
        differences: relevant,
        consequence: `It may let through what it refused until now${actions(before, after)}. It acts at once, on what is created or changed from then on.`,
        remedy: 'Look whether that is meant.',
      },
    ];
  },
};

/** Whether a difference decides about objects; texts for a person do not. */
function isJudgement({ path, isOrder }: Difference): boolean {
  if (path[0] !== 'spec' && path[0] !== 'webhooks') return false;
  return !isOrder && !['message', 'messageExpression', 'reason'].includes(path.at(-1) ?? '');
}

/** Whether the only change is that it now does more about a violation. */
function isStricter(before: SiteObject, after: SiteObject, differences: readonly Difference[]): boolean {
  const areActions = differences.every(({ path }) => path[1] === 'validationActions' || path[1] === 'failurePolicy');
  const strength = (object: SiteObject) => {
    const taken = listAt(object.content, 'spec', 'validationActions');
    return taken.includes('Deny') ? 2 : taken.includes('Warn') ? 1 : 0;
  };
  const isFail = differences.every(({ path, after: value }) => path[1] !== 'failurePolicy' || value === 'Fail');
  return areActions && isFail && strength(after) >= strength(before);
}

function actions(before: SiteObject, after: SiteObject): string {
  const [old, made] = [before, after].map(({ content }) => listAt(content, 'spec', 'validationActions').join(', '));
  return old === made ? '' : `: ${old} becomes ${made}`;
}
