import { listAt } from '../../output/record.ts';
import { touches, touchesAnnotation } from '../compare/field-path.ts';
import { applicationIn } from '../delivery.ts';
import { Runbook } from '../runbook.ts';
import type { SiteObject } from '../site-object.ts';
import { SYNC_OPTIONS, syncOptionsOf } from '../sync-options.ts';
import type { Rule } from './rule.ts';

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
    const application = applicationIn(after);
    return [
      {
        differences: differences.filter(
          ({ path }) =>
            touchesAnnotation(path, SYNC_OPTIONS) ||
            (application !== undefined && touches(path, application.fieldAt('spec.syncPolicy.syncOptions'))),
        ),
        consequence: `With ${added.join(' and ')}, a sync may delete and make anew what it changes: of a Namespace, with the claims in it; of a StatefulSet, with its pods.`,
        remedy: 'Take it out. An immutable field has its own way out.',
        runbook: Runbook.ImmutableField,
      },
    ];
  },
};

/** Of an object of its own, and of all that an Application delivers. */
function optionsOf(object: SiteObject): readonly string[] {
  return [...syncOptionsOf(object), ...listAt(applicationIn(object)?.content, 'spec', 'syncPolicy', 'syncOptions')].map(
    String,
  );
}
