import { listAt, textAt } from '../../output/record.ts';
import { touches, touchesAnnotation } from '../compare/field-path.ts';
import { Runbook } from '../runbook.ts';
import type { SiteObject } from '../site-object.ts';
import type { Rule } from './rule.ts';

const ANNOTATION = 'argocd.argoproj.io/sync-options';
const OPTIONS = ['Force=true', 'Replace=true'];

/** What is deleted and made anew loses what was in it. */
export const syncReplaces: Rule = {
  name: 'sync-replaces',
  class: 'identity',
  reason: 'With Force or Replace Argo CD deletes objects to change them: a Namespace, and all claims in it.',
  source: 'Argo CD: sync options Replace and Force',

  find({ before, after, differences }) {
    if (after === undefined) return [];
    const had = before === undefined ? [] : optionsOf(before);
    const added = OPTIONS.filter((option) => optionsOf(after).includes(option) && !had.includes(option));
    if (added.length === 0) return [];
    return [
      {
        differences: differences.filter(
          ({ path }) => touchesAnnotation(path, ANNOTATION) || touches(path, 'spec.syncPolicy.syncOptions'),
        ),
        consequence: `With ${added.join(' and ')}, a sync may delete and make anew what it changes: of a Namespace, with the claims in it; of a StatefulSet, with its pods.`,
        remedy: 'Take it out. An immutable field has its own way out.',
        runbook: Runbook.ImmutableField,
      },
    ];
  },
};

/** Of an object of its own, and of all that an Application delivers. */
function optionsOf({ content }: SiteObject): readonly string[] {
  const own = (textAt(content, 'metadata', 'annotations', ANNOTATION) ?? '').split(',');
  return [...own, ...listAt(content, 'spec', 'syncPolicy', 'syncOptions').map(String)].map((option) => option.trim());
}
