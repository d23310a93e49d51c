import { memberAt } from '../../output/record.ts';
import type { Difference } from '../compare/compare-objects.ts';
import { isAtOrBelow, touches } from '../compare/field-path.ts';
import { Runbook } from '../runbook.ts';
import type { SiteObject } from '../site-object.ts';
import type { Rule } from './rule.ts';

/** By kind, what the API server never lets change; StatefulSets have a rule of their own. */
const IMMUTABLE: Readonly<Record<string, readonly string[]>> = {
  ClusterRoleBinding: ['roleRef'],
  DaemonSet: ['spec.selector'],
  Deployment: ['spec.selector'],
  Job: ['spec.selector', 'spec.template', 'spec.completionMode', 'spec.completions', 'spec.podFailurePolicy'],
  PersistentVolume: ['spec.csi', 'spec.hostPath', 'spec.local', 'spec.nfs', 'spec.nodeAffinity', 'spec.volumeMode'],
  PersistentVolumeClaim: [
    'spec.accessModes',
    'spec.dataSource',
    'spec.dataSourceRef',
    'spec.selector',
    'spec.storageClassName',
    'spec.volumeMode',
    'spec.volumeName',
  ],
  PriorityClass: ['value', 'preemptionPolicy'],
  ReplicaSet: ['spec.selector'],
  RoleBinding: ['roleRef'],
  Secret: ['type'],
  StorageClass: ['parameters', 'provisioner', 'reclaimPolicy', 'volumeBindingMode'],
};

/** The object stays as it is, and the sync does not end. */
export const fieldImmutable: Rule = {
  name: 'field-immutable',
  class: 'sync-fails',
  reason: 'Some fields never change after their object was made, and the sync then fails at each try.',
  source: 'kubernetes: pkg/apis/*/validation/validation.go',

  find({ before, after, differences }) {
    if (before === undefined || after === undefined) return [];
    const refused = differences.filter((difference) => isRefused(difference, before, after));
    if (refused.length === 0) return [];
    return [
      {
        differences: refused,
        consequence: `The API server refuses it: these fields of a ${after.kind} cannot change. The object stays as it is.`,
        remedy: 'Put the old value back; or delete the object, and the sync makes it anew.',
        command: `kubectl${after.namespace === undefined ? '' : ` -n ${after.namespace}`} delete ${after.kind.toLowerCase()} ${after.name}`,
        runbook: Runbook.ImmutableField,
      },
    ];
  },
};

function isRefused(difference: Difference, before: SiteObject, after: SiteObject): boolean {
  const { path } = difference;
  const fields = Object.hasOwn(IMMUTABLE, after.kind) ? (IMMUTABLE[after.kind] ?? []) : [];
  if (fields.some((field) => isAtOrBelow(path, field))) return true;
  if (after.kind === 'Service' && touches(path, 'spec.clusterIP') && path.length > 1) {
    // Without a value the server keeps the one that it has.
    return difference.before !== undefined && difference.after !== undefined;
  }
  const isFrozen =
    (after.kind === 'ConfigMap' || after.kind === 'Secret') && memberAt(before.content, ['immutable']) === true;
  return isFrozen && ['binaryData', 'data', 'immutable', 'stringData'].includes(path[0] ?? '');
}
