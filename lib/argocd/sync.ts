import { isQualifiedName } from '../network/qualified-name.ts';
import { InvalidValue } from '../refusal/invalid-value.ts';

/**
 * The order inside one sync of Argo CD. It sorts kinds that it does not know after StatefulSets, so everything that
 * the peer needs stands in an earlier wave. Waves order nothing across Applications.
 */
export const SyncWave = {
  /** Namespaces: everything else lives in them. */
  Namespace: -3,
  /** Admission policies, which do nothing until they are bound. */
  AdmissionPolicy: -3,
  /** What makes admission policies act. */
  AdmissionBinding: -2,
  /** What secrets are fetched from, and the ServiceAccount that fetches them. */
  SecretStore: -2,
  /** What the workload reads when it starts. */
  Prerequisite: -1,
  /** The workload itself. */
  Workload: 0,
} as const;

export type SyncWave = (typeof SyncWave)[keyof typeof SyncWave];

/**
 * - `SkipDryRunOnMissingResource=true`: for custom resources, whose definition another Application may install.
 * - `Prune=confirm`, `Delete=confirm`: a person has to agree in Argo CD first.
 */
export type SyncOption = 'SkipDryRunOnMissingResource=true' | 'Prune=confirm' | 'Delete=confirm';

/** The annotations by which Argo CD places an object in a wave and treats it with care. */
export function syncAnnotations(wave: SyncWave, ...options: readonly SyncOption[]): Record<string, string> {
  return {
    ...(wave === SyncWave.Workload ? {} : { 'argocd.argoproj.io/sync-wave': String(wave) }),
    ...(options.length === 0 ? {} : { 'argocd.argoproj.io/sync-options': options.join(',') }),
  };
}

/**
 * Annotations of a site's own.
 *
 * @param value texts by their keys. Refused: keys that Kubernetes would refuse, the annotations of Argo CD that order and
 *   protect a sync, and values that are no strings
 * @throws InvalidValue
 */
export function parseAnnotations(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InvalidValue(
      'It is not a map of annotations.',
      'Write, for example, { "example.org/owner": "platform" }.',
    );
  }
  const annotations = Object.entries(value);
  for (const [key, text] of annotations) {
    if (key === 'argocd.argoproj.io/sync-wave' || key === 'argocd.argoproj.io/sync-options') {
      throw new InvalidValue(`The construct sets ${key} itself, to bring its objects into order.`, 'Take it out.');
    }
    if (!isQualifiedName(key)) {
      throw new InvalidValue(`"${key}" is not the key of an annotation.`, 'Write, for example, "example.org/owner".');
    }
    if (typeof text !== 'string') {
      throw new InvalidValue(`The value of ${key} is not a string.`, 'Put it in quotes.');
    }
  }
  return Object.fromEntries(annotations);
}
