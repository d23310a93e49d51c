import { type ByteQuantity, bytesOf } from '../../network/byte-quantity.ts';
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
  PriorityClass: ['value', 'preemptionPolicy'],
  ReplicaSet: ['spec.selector'],
  RoleBinding: ['roleRef'],
  Secret: ['type'],
  StorageClass: ['parameters', 'provisioner', 'reclaimPolicy', 'volumeBindingMode'],
};

/** By kind, what the API server lets change in the specification, and no more. */
const MUTABLE: Readonly<Record<string, readonly string[]>> = {
  PersistentVolume: [
    'accessModes',
    'capacity',
    'claimRef',
    'mountOptions',
    'persistentVolumeReclaimPolicy',
    'storageClassName',
    'volumeAttributesClassName',
  ],
  PersistentVolumeClaim: ['resources', 'volumeAttributesClassName'],
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
    const consequence = `The API server refuses it: these fields of a ${after.kind} cannot change${refused.some(isShrinking) ? ', and its size only grows' : ''}. The object stays as it is.`;
    if (Object.hasOwn(MUTABLE, after.kind)) {
      const remedy =
        'Put the old value back. Do not delete it, or what is on it is lost: carry that over to another one.';
      return [{ differences: refused, consequence, remedy, runbook: Runbook.IdentityBackup }];
    }
    return [
      {
        differences: refused,
        consequence,
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
  if (Object.hasOwn(MUTABLE, after.kind)) {
    const isFixed = path[0] === 'spec' && path.length > 1 && !MUTABLE[after.kind]?.includes(path[1] ?? '');
    // The cluster fills in what is not there yet.
    return (isFixed && difference.before !== undefined) || isShrinking(difference);
  }
  if (after.kind === 'Service' && touches(path, 'spec.clusterIP') && path.length > 1) {
    // Without a value the server keeps the one that it has.
    return difference.before !== undefined && difference.after !== undefined;
  }
  const isFrozen =
    (after.kind === 'ConfigMap' || after.kind === 'Secret') && memberAt(before.content, ['immutable']) === true;
  return isFrozen && ['binaryData', 'data', 'immutable', 'stringData'].includes(path[0] ?? '');
}

function isShrinking({ path, before, after }: Difference): boolean {
  const [old, made] = [before, after].map((amount) =>
    /^\d+[A-Za-z]*$/.test(String(amount)) ? String(amount) : undefined,
  );
  if (!isAtOrBelow(path, 'spec.resources.requests.storage') || old === undefined || made === undefined) return false;
  return bytesOf(made as ByteQuantity) < bytesOf(old as ByteQuantity);
}
