import { listAt, textAt, type UnknownRecord } from '../../output/record.ts';
import { fateOf } from '../delivery.ts';
import { describeSiteObject, type SiteObject } from '../site-object.ts';
import { containersOf, podOf } from '../workload.ts';
import type { Rule } from './rule.ts';

/** A pod that runs goes on; the next one does not start. */
export const referenceRemoved: Rule = {
  name: 'reference-removed',
  class: 'outage',
  reason: 'A pod does not start without what it refers to.',
  source: 'Kubernetes: pods; Secrets Store CSI driver',

  find({ before, after, differences }, sites) {
    if (before === undefined || after !== undefined || !fateOf(before, sites).isDeleted) return [];
    const users = sites.after.inNamespace(before).filter((object) => refersTo(object, before));
    const [first] = users;
    if (first === undefined) return [];
    const others = users.length > 1 ? ` and ${users.length - 1} more` : '';
    return [
      {
        differences,
        consequence: `${describeSiteObject(first)}${others} still refers to it: the next pod does not start, be it after a restart of the node.`,
        remedy: 'Put it back, or take the reference out too.',
      },
    ];
  },
};

function refersTo(object: SiteObject, { kind, name, content }: SiteObject): boolean {
  const pod = podOf(object);
  const volumes = listAt(pod, 'volumes');
  switch (kind) {
    case 'ServiceAccount':
      return pod?.serviceAccountName === name;
    case 'SecretProviderClass':
      return volumes.some((volume) => textAt(volume, 'csi', 'volumeAttributes', 'secretProviderClass') === name);
    case 'PersistentVolumeClaim':
      return volumes.some((volume) => textAt(volume, 'persistentVolumeClaim', 'claimName') === name);
    case 'ConfigMap':
      return configMapsOf(pod).includes(name);
    case 'Secret':
      return secretsOf(pod).includes(name);
    case 'ExternalSecret':
      return secretsOf(pod).includes(textAt(content, 'spec', 'target', 'name') ?? name);
    case 'SecretStore':
      return object.kind === 'ExternalSecret' && textAt(object.content, 'spec', 'secretStoreRef', 'name') === name;
    default:
      return false;
  }
}

function configMapsOf(pod: UnknownRecord | undefined): readonly (string | undefined)[] {
  return [
    ...variablesOf(pod).map((variable) => textAt(variable, 'valueFrom', 'configMapKeyRef', 'name')),
    ...variablesOf(pod).map((variable) => textAt(variable, 'configMapRef', 'name')),
    ...volumeSourcesOf(pod).map((source) => textAt(source, 'configMap', 'name')),
  ];
}

function secretsOf(pod: UnknownRecord | undefined): readonly (string | undefined)[] {
  return [
    ...variablesOf(pod).map((variable) => textAt(variable, 'valueFrom', 'secretKeyRef', 'name')),
    ...variablesOf(pod).map((variable) => textAt(variable, 'secretRef', 'name')),
    ...volumeSourcesOf(pod).map((source) => textAt(source, 'secret', 'secretName') ?? textAt(source, 'secret', 'name')),
  ];
}

/** The variables of all containers, and where whole sets of them come from. */
function variablesOf(pod: UnknownRecord | undefined): readonly unknown[] {
  return containersOf(pod).flatMap((container) => [...listAt(container, 'env'), ...listAt(container, 'envFrom')]);
}

/** Volumes, and what projected ones are made of. */
function volumeSourcesOf(pod: UnknownRecord | undefined): readonly unknown[] {
  return listAt(pod, 'volumes').flatMap((volume) => [volume, ...listAt(volume, 'projected', 'sources')]);
}
