import { textAt } from '../../output/record.ts';
import { touches } from '../compare/field-path.ts';
import { areHeldBack } from './pods-replaced.ts';
import type { Rule } from './rule.ts';

/** With OnDelete a pod stays as it is until somebody deletes it. */
export const podsOnDelete: Rule = {
  name: 'pods-on-delete',
  class: 'no-effect',
  reason: 'With the update strategy OnDelete, no pod follows its template by itself.',
  source: 'Kubernetes: StatefulSet and DaemonSet update strategies',

  find({ before, after, differences }) {
    if (before === undefined || after === undefined || !areHeldBack(after)) return [];
    const relevant = differences.filter(({ path }) => touches(path, 'spec.template') && path.length > 1);
    if (relevant.length === 0) return [];
    if (textAt(after.content, 'spec', 'updateStrategy', 'type') !== 'OnDelete') {
      const consequence = 'The pods stay as they are: the partition of the update strategy holds all of them back.';
      return [{ differences: relevant, consequence, remedy: 'Lower the partition when they shall follow.' }];
    }
    return [
      {
        differences: relevant,
        consequence: 'The pods stay as they are: the update strategy is OnDelete.',
        remedy: 'After the sync delete them, one after the other.',
        command: `kubectl -n ${after.namespace} delete pod ${after.kind === 'StatefulSet' ? `${after.name}-0` : '<pod>'}`,
      },
    ];
  },
};
