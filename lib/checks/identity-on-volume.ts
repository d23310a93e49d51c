import { STATE_DIRECTORY } from '../netbird/state-directory.ts';
import type { KubernetesObject } from '../output/manifest.ts';
import type { Problem } from '../refusal/problem.ts';
import type { Check } from './check.ts';

/**
 * A NetBird client that does not find its state again registers as another peer and leaves a ghost behind. So its state
 * directory is a volume of a StatefulSet, kept when that goes, and nothing moves or covers it. The construct renders it
 * that way; this holds for what patches and constructs of the site's own make of it.
 */
export const identityOnVolume: Check = (manifests) =>
  manifests.flatMap(({ path, object }) =>
    clientContainers(object).flatMap(({ container, field }) =>
      [...stateDirectoryProblems(object, container), ...retentionProblems(object)].map((problem) => ({
        ...problem,
        path,
        field: problem.field ?? field,
      })),
    ),
  );

type Finding = Pick<Problem, 'field' | 'value' | 'reason' | 'remedy'>;

interface Container {
  readonly env?: readonly { readonly name: string }[];
  readonly volumeMounts?: readonly {
    readonly name: string;
    readonly mountPath: string;
    readonly subPath?: string;
    readonly subPathExpr?: string;
  }[];
}

interface Workload {
  readonly template?: { readonly spec?: { readonly containers?: readonly Container[] } };
  readonly volumeClaimTemplates?: readonly { readonly metadata: { readonly name: string } }[];
  readonly persistentVolumeClaimRetentionPolicy?: { readonly whenDeleted?: string; readonly whenScaled?: string };
}

function clientContainers(object: KubernetesObject): { container: Container; field: string }[] {
  const containers = (object.spec as Workload | undefined)?.template?.spec?.containers ?? [];
  return containers.flatMap((container, index) =>
    container.env?.some(({ name }) => name === 'NB_MANAGEMENT_URL')
      ? [{ container, field: `spec.template.spec.containers[${index}]` }]
      : [],
  );
}

function stateDirectoryProblems(object: KubernetesObject, container: Container): Finding[] {
  const findings: Finding[] = [];
  const claims = ((object.spec as Workload).volumeClaimTemplates ?? []).map(({ metadata }) => metadata.name);
  const mounts = (container.volumeMounts ?? []).filter(({ mountPath }) =>
    `${mountPath}/`.startsWith(`${STATE_DIRECTORY}/`),
  );
  const [stateMount, ...others] = mounts.sort((a, b) => a.mountPath.length - b.mountPath.length);
  if (
    stateMount?.mountPath !== STATE_DIRECTORY ||
    stateMount.subPath ||
    stateMount.subPathExpr ||
    !claims.includes(stateMount.name)
  ) {
    findings.push({
      reason: `No claim template is mounted at ${STATE_DIRECTORY}, where NetBird keeps its WireGuard key.`,
      remedy: `Mount the claim template there, as a whole; never at /etc/netbird.`,
    });
  }
  for (const { mountPath } of others) {
    findings.push({
      value: mountPath,
      reason: `This mount covers a part of ${STATE_DIRECTORY}, which is then not on the volume.`,
      remedy: 'Mount it elsewhere.',
    });
  }
  for (const { name } of container.env ?? []) {
    if (name !== 'NB_STATE_DIR' && name !== 'NB_CONFIG') continue;
    findings.push({ value: name, reason: 'It moves the WireGuard key off the volume.', remedy: 'Take it out.' });
  }
  return findings;
}

function retentionProblems(object: KubernetesObject): Finding[] {
  const policy = (object.spec as Workload).persistentVolumeClaimRetentionPolicy;
  if (policy?.whenDeleted === 'Retain' && policy.whenScaled === 'Retain') return [];
  return [
    {
      field: 'spec.persistentVolumeClaimRetentionPolicy',
      reason: 'Without Retain for both, deleting or scaling the StatefulSet may delete the WireGuard key.',
      remedy: 'Write { whenDeleted: "Retain", whenScaled: "Retain" }.',
    },
  ];
}
