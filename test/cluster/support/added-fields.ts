import type { AnyObject } from './cluster.ts';
import { differences } from './differences.ts';

/** What belongs to every stored object, and to no manifest. */
const SERVER_METADATA = ['creationTimestamp', 'generation', 'managedFields', 'resourceVersion', 'uid'];

/**
 * Each field that is stored and was not written, with its reason. Argo CD knows the defaults of core
 * kinds; all the same, each line is a place where an OutOfSync for ever could begin.
 */
const ADDED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Namespace: {
    'metadata.labels.kubernetes.io/metadata.name': 'the name, for selectors; immutable',
    spec: 'finalizers: the API server empties a namespace before it deletes it',
  },
  Service: {
    'spec.clusterIPs': 'clusterIP as a list, for two families',
    'spec.internalTrafficPolicy': 'a default without effect on a headless Service',
    'spec.ipFamilies': 'the family of the cluster, which a site need not know',
    'spec.ipFamilyPolicy': 'as above',
    'spec.sessionAffinity': 'a default without effect on a headless Service',
    'spec.type': 'the default, ClusterIP',
  },
  CronJob: {
    'spec.jobTemplate.metadata.creationTimestamp': 'null, in every stored template',
    'spec.jobTemplate.spec.template.metadata.creationTimestamp': 'as above',
    'spec.jobTemplate.spec.template.spec.containers[].terminationMessagePath': 'the default',
    'spec.jobTemplate.spec.template.spec.dnsPolicy': 'the default, ClusterFirst',
    'spec.jobTemplate.spec.template.spec.schedulerName': 'the default',
    'spec.jobTemplate.spec.template.spec.serviceAccount': 'the old name of serviceAccountName',
    'spec.jobTemplate.spec.template.spec.terminationGracePeriodSeconds': 'the default',
  },
  StatefulSet: {
    'spec.template.metadata.creationTimestamp': 'null, in every stored pod template',
    'spec.template.spec.containers[].livenessProbe.successThreshold': 'the only value that this probe may have',
    'spec.template.spec.containers[].readinessProbe.successThreshold': 'the default',
    'spec.template.spec.containers[].startupProbe.successThreshold': 'the only value that this probe may have',
    'spec.template.spec.containers[].terminationMessagePath': 'the default',
    'spec.template.spec.containers[].terminationMessagePolicy': 'the default',
    'spec.template.spec.initContainers[].terminationMessagePath': 'the default',
    'spec.template.spec.restartPolicy': 'the only value that a StatefulSet may have',
    'spec.template.spec.schedulerName': 'the default',
    'spec.template.spec.serviceAccount': 'the old name of serviceAccountName',
    'spec.updateStrategy': 'the default, RollingUpdate',
    'spec.volumeClaimTemplates[].metadata.creationTimestamp': 'null, in every stored template',
    'spec.volumeClaimTemplates[].status': 'the phase of a claim that this is not; Argo CD knows it',
  },
};

/** What the API server stored otherwise than it was written, and what it added. */
export function compareWithStored(written: AnyObject, stored: AnyObject): ReturnType<typeof differences> {
  const { status, ...object } = structuredClone(stored); // never written, never compared
  for (const field of SERVER_METADATA) delete object.metadata[field];
  return differences(written, object);
}

/** The fields that it may add to an object of this kind. */
export function fieldsAddedTo({ kind }: AnyObject): string[] {
  return Object.keys(ADDED[kind] ?? {}).sort();
}
