import type { Difference } from '../compare/compare-objects.ts';
import { Runbook } from '../runbook.ts';
import type { SiteObject } from '../site-object.ts';
import type { Rule } from './rule.ts';

/** All that the API server lets change; measured in test/cluster/immutable-fields.cluster.ts. */
const MUTABLE = [
  'minReadySeconds',
  'ordinals',
  'persistentVolumeClaimRetentionPolicy',
  'replicas',
  'revisionHistoryLimit',
  'template',
  'updateStrategy',
];

/** The sync fails as a whole for the StatefulSet: what else changed in it is not applied either. */
export const statefulSetImmutable: Rule = {
  name: 'stateful-set-immutable',
  class: 'sync-fails',
  reason: 'Most fields of a StatefulSet never change after it was made.',
  source: 'kubernetes: pkg/apis/apps/validation/validation.go, ValidateStatefulSetUpdate',

  find({ before, after, differences }) {
    if (before?.kind !== 'StatefulSet' || after === undefined) return [];
    const refused = differences.filter(({ path }) => path[0] === 'spec' && !MUTABLE.includes(path[1] ?? ''));
    if (refused.length === 0) return [];
    return [
      {
        differences: refused,
        consequence: `The API server refuses the StatefulSet: updates to these fields are forbidden. Nothing of it is applied, nothing is lost.${aboutClaims(refused)}`,
        remedy:
          'Put the old value back (immutableFields in main.ts has some of them). Or have the sync make it anew around its pod and claim, after this command.',
        command: deletion(after),
        runbook: Runbook.ImmutableField,
      },
    ];
  },
};

function aboutClaims(differences: readonly Difference[]): string {
  const isOfClaim = differences.some(({ path }) => path[1] === 'volumeClaimTemplates' && path.length > 3);
  return isOfClaim ? ' A claim that exists keeps its size and class, whatever the template says.' : '';
}

function deletion({ namespace, name }: SiteObject): string {
  return `kubectl -n ${namespace} delete statefulset ${name} --cascade=orphan`;
}
