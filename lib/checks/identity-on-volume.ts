import { isClientContainer } from '../netbird/client-container.ts';
import { STATE_DIRECTORY } from '../netbird/state-directory.ts';
import type { KubernetesObject } from '../output/manifest.ts';
import { podTemplatePath } from '../output/pod-template.ts';
import { isRecord, listAt, recordAt, textAt, type UnknownRecord } from '../output/record.ts';
import type { Problem } from '../refusal/problem.ts';
import type { Check } from './check.ts';

/**
 * A NetBird client that does not find its state again registers as another peer and leaves a ghost behind. So its state
 * directory is a volume of a StatefulSet, kept when that goes, and nothing moves or covers it. The construct renders it
 * that way; this holds for what patches and constructs of the site's own make of it.
 */
export const identityOnVolume: Check = (manifests) =>
  manifests.flatMap(({ path, object }) => {
    const template = podTemplatePath(object.kind);
    if (template === undefined) return [];
    return listAt(object, ...template, 'spec', 'containers').flatMap((container, index) => {
      if (!isRecord(container) || !isClientContainer(container)) return [];
      const field = [...template, 'spec', `containers[${index}]`].join('.');
      return problemsOf(object, container).map((problem) => ({ field, ...problem, path }));
    });
  });

type Finding = Pick<Problem, 'field' | 'value' | 'reason' | 'remedy'>;

function problemsOf(object: KubernetesObject, container: UnknownRecord): Finding[] {
  if (object.kind === 'StatefulSet') {
    return [
      ...stateDirectoryProblems(object, container),
      ...variableProblems(container),
      ...claimLabelProblems(object),
      ...retentionProblems(object),
    ];
  }
  return [
    {
      reason: `NetBird keeps its WireGuard key on a volume, and a ${object.kind} gives its next pod another one, or none.`,
      remedy: 'Use NetbirdRoutingPeer, or make it a StatefulSet with a claim template.',
    },
  ];
}

function stateDirectoryProblems(object: KubernetesObject, container: UnknownRecord): Finding[] {
  const claims = listAt(object, 'spec', 'volumeClaimTemplates').map((claim) => textAt(claim, 'metadata', 'name'));
  const [state, ...others] = listAt(container, 'volumeMounts')
    .filter(isRecord)
    .map((mount) => ({ ...mount, folder: String(mount.mountPath).replace(/\/+$/, '') }))
    .filter(({ folder }) => `${folder}/`.startsWith(`${STATE_DIRECTORY}/`))
    .sort((a, b) => a.folder.length - b.folder.length);
  const isWhole = !textAt(state, 'subPath') && !textAt(state, 'subPathExpr');
  const isClaim = state?.folder === STATE_DIRECTORY && isWhole && claims.includes(textAt(state, 'name'));
  const noClaim = {
    reason: `No claim template is mounted at ${STATE_DIRECTORY}, where NetBird keeps its WireGuard key.`,
    remedy: `Mount the claim template there, as a whole; never at /etc/netbird.`,
  };
  const covered = others.map(({ folder }) => ({
    value: folder,
    reason: `This mount covers a part of ${STATE_DIRECTORY}, which is then not on the volume.`,
    remedy: 'Mount it elsewhere.',
  }));
  return [...(isClaim ? [] : [noClaim]), ...covered];
}

/** The client reads `WT_…` as the old name of `NB_…`. */
function variableProblems(container: UnknownRecord): Finding[] {
  return listAt(container, 'env')
    .map((variable) => textAt(variable, 'name') ?? '')
    .filter((name) => /^(NB|WT)_(STATE_DIR|CONFIG)$/.test(name))
    .map((name) => ({ value: name, reason: 'It moves the WireGuard key off the volume.', remedy: 'Take it out.' }));
}

const INSTANCE = 'app.kubernetes.io/instance';

function claimLabelProblems(object: KubernetesObject): Finding[] {
  return listAt(object, 'spec', 'volumeClaimTemplates').flatMap((claim, index) =>
    Object.hasOwn(recordAt(claim, 'metadata', 'labels'), INSTANCE)
      ? [
          {
            field: `spec.volumeClaimTemplates[${index}].metadata.labels`,
            value: INSTANCE,
            reason:
              'By this label Argo CD may take the claim for an object of its own, which Git does not have, and prune it.',
            remedy: 'Take it out.',
          },
        ]
      : [],
  );
}

function retentionProblems(object: KubernetesObject): Finding[] {
  const policy = recordAt(object, 'spec', 'persistentVolumeClaimRetentionPolicy');
  if (policy.whenDeleted === 'Retain' && policy.whenScaled === 'Retain') return [];
  return [
    {
      field: 'spec.persistentVolumeClaimRetentionPolicy',
      reason: 'Without Retain for both, deleting or scaling the StatefulSet may delete the WireGuard key.',
      remedy: 'Write { whenDeleted: "Retain", whenScaled: "Retain" }.',
    },
  ];
}
