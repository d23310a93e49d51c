import { isBuiltIn } from '../output/api-group.ts';
import { textAt } from '../output/record.ts';
import type { SiteObject } from './site-object.ts';

/** What a workload needs when it starts. */
const PREREQUISITES = [
  'ConfigMap',
  'ExternalSecret',
  'PersistentVolumeClaim',
  'Secret',
  'SecretProviderClass',
  'SecretStore',
  'ServiceAccount',
];

const WORKLOADS = ['DaemonSet', 'Deployment', 'Job', 'Pod', 'ReplicaSet', 'StatefulSet'];

/** Whether one object needs another to be there first, both being of one cluster. */
export function needs(object: SiteObject, other: SiteObject): boolean {
  if (other.kind === 'Namespace') return object.namespace === other.name;
  if (other.kind === 'CustomResourceDefinition') return textAt(other.content, 'spec', 'group') === object.group;
  if (other.kind === 'ValidatingAdmissionPolicy') {
    return (
      object.kind === 'ValidatingAdmissionPolicyBinding' && textAt(object.content, 'spec', 'policyName') === other.name
    );
  }
  if (other.kind === 'ClusterSecretStore') return object.kind === 'ExternalSecret';
  if (object.namespace !== other.namespace) return false;
  if (other.kind === 'SecretStore' && object.kind === 'ExternalSecret') return true;
  return PREREQUISITES.includes(other.kind) && WORKLOADS.includes(object.kind);
}

/** The sync wave of an object. */
export function waveOf({ content }: SiteObject): number {
  return Number(textAt(content, 'metadata', 'annotations', 'argocd.argoproj.io/sync-wave') ?? 0) || 0;
}

/**
 * Whether Argo CD applies an object, which another needs, only after that one. In one wave it sorts by kind, and kinds
 * that it does not know come last.
 */
export function comesAfter(needed: SiteObject, needing: SiteObject): boolean {
  const [wave, other] = [waveOf(needed), waveOf(needing)];
  return wave > other || (wave === other && isSortedLast(needed) && !isSortedLast(needing));
}

function isSortedLast(object: SiteObject): boolean {
  return !isBuiltIn(object) || object.kind.startsWith('ValidatingAdmission');
}
