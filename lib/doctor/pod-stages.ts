import { couldNotLook, type Finding } from './check.ts';
import { valueIn } from './cluster/answer.ts';
import { CONTAINER_STAGES } from './container-stages.ts';
import { type Condition, excerpt, type Node, warningsAbout } from './objects.ts';
import { labelsOf } from './placement.ts';
import { containerInQuestion, hasBegun, type PodLife, type Stage } from './pod-life.ts';

/** The first stage that a pod does not get beyond; what comes after it is a consequence, or was said before it. */
export function firstTrouble(life: PodLife): Finding | undefined {
  for (const stage of STAGES) {
    const trouble = stage(life);
    if (trouble !== undefined) return trouble;
  }
  return undefined;
}

const link = 'docs/doctor.md#pod';
const MOVE = 'docs/runbooks/move-node.md';

function hasNode({ pod, peer, wantedNodes }: PodLife): Finding | undefined {
  if (pod.spec.nodeName !== undefined) return undefined;
  const labels = labelsOf(peer);
  const said = pod.status.conditions.find(({ type }) => type === 'PodScheduled')?.message ?? '';
  const scheduler = said === '' ? 'The scheduler has not looked at it.' : `The scheduler says: ${excerpt(said)}`;
  const common = { severity: 'problem', what: `the pod ${peer.podName} has no node`, link } as const;
  const wanted = valueIn(wantedNodes);
  if (wanted?.length === 0) {
    return {
      ...common,
      cause: `No node has the labels ${labels}: they were taken away, or the node is gone. ${scheduler}`,
      fix: `See the nodes: kubectl get nodes --show-labels; then give the right one its labels: kubectl label node NODE ${labels.replaceAll(',', ' ')}`,
      link: MOVE,
      follows: ['drift'],
    };
  }
  const away = wanted?.find((node) => readiness(node).status !== 'True');
  if (wanted?.length === 1 && away !== undefined) {
    return {
      ...common,
      cause: `${away.metadata.name}, the only node with the labels ${labels}, is not ready. ${scheduler}`,
      fix: `See what it has: kubectl describe node ${away.metadata.name}`,
      follows: ['drift'],
    };
  }
  const cordoned =
    wanted?.filter(({ spec }) => spec?.unschedulable === true).map(({ metadata }) => metadata.name) ?? [];
  if (cordoned.length > 0 && cordoned.length === wanted?.length) {
    return {
      ...common,
      cause: `No pod may be placed on ${cordoned.join(', ')}: somebody cordoned it. ${scheduler}`,
      fix: `When its maintenance is over: kubectl uncordon ${cordoned[0]}`,
      follows: ['drift'],
    };
  }
  if (/volume node affinity conflict/.test(said)) {
    return {
      ...common,
      cause: `The volume with the identity is bound to another node. ${scheduler}`,
      fix: 'Bring that node back, or carry the identity over to the new one.',
      link: `${MOVE}#the-volume-does-not-follow`,
      follows: ['drift'],
    };
  }
  return {
    ...common,
    cause: scheduler,
    fix: `See what the nodes with its labels lack, or which taint they have: kubectl describe nodes -l ${labels}`,
    follows: /persistentvolumeclaim/i.test(said) ? ['claim'] : ['drift'],
  };
}

function nodeAnswers({ pod, peer, node }: PodLife): Finding | undefined {
  const name = pod.spec.nodeName ?? '';
  if (node === undefined) return undefined;
  if (!node.ok) {
    if (node.failure.kind !== 'not-found') return couldNotLook('pod', 'The node of the pod', node.failure);
    return {
      severity: 'problem',
      what: `the node ${name} of the pod is gone`,
      cause: 'It was deleted from the cluster. What the pod says of itself is from before.',
      fix: 'Bring the node back into the cluster under its name; if it is gone for good, move the peer.',
      link: MOVE,
    };
  }
  const { status, message = '', lastTransitionTime } = readiness(node.value);
  if (status === 'True') return undefined;
  const since = lastTransitionTime ? ` since ${lastTransitionTime}` : '';
  const isSilent = status === 'Unknown';
  return {
    severity: 'problem',
    what: isSilent ? `the node ${name} does not answer` : `the node ${name} is not ready`,
    cause: isSilent
      ? `Its kubelet has not reported${since}: the machine is off, or its network is away. What the pod ${peer.podName} says of itself is from before. It is not started elsewhere while the node may still have its volume.`
      : `It says${since}: ${excerpt(message) || 'nothing'}. What runs there is not known.`,
    fix: isSilent
      ? `Start the machine, or repair its network. If it is off for good, the pod and its volume have to be let go: kubectl taint node ${name} node.kubernetes.io/out-of-service=nodeshutdown:NoExecute`
      : `See what it has: kubectl describe node ${name}`,
    link: isSilent ? MOVE : link,
  };
}

/** A node without the condition is a new one. */
function readiness({ status }: Node): Condition {
  return status.conditions.find(({ type }) => type === 'Ready') ?? { type: 'Ready', status: 'True' };
}

function isKept({ pod: { metadata, status }, peer, now }: PodLife): Finding | undefined {
  if (metadata.deletionTimestamp !== undefined) {
    // It is the end of the time that the pod was given.
    const hangs = now.getTime() - Date.parse(metadata.deletionTimestamp) > 60_000;
    return {
      severity: 'problem',
      what: `the pod ${peer.podName} is being deleted`,
      cause: hangs
        ? `It should have been gone at ${metadata.deletionTimestamp}: kubelet cannot end it, or a finalizer holds it.`
        : 'A new one comes when it is gone.',
      fix: hangs
        ? `See what holds it: kubectl -n ${peer.namespace} describe pod ${peer.podName}`
        : 'Ask again in half a minute.',
      link,
    };
  }
  if (status.phase !== 'Failed' && status.phase !== 'Succeeded') return undefined;
  const wasEvicted = status.reason === 'Evicted';
  return {
    severity: 'problem',
    what: `the pod ${peer.podName} ${wasEvicted ? 'was evicted' : `has ended (${status.reason ?? status.phase})`}`,
    cause: `${excerpt(status.message ?? '') || 'It does not say why.'} Its StatefulSet makes a new one, which is ended too while the cause lasts.`,
    fix: wasEvicted
      ? 'Make room on the node; priorityClassName of the peer in main.ts has others evicted before it.'
      : `See what the node refuses: kubectl -n ${peer.namespace} describe pod ${peer.podName}`,
    link,
  };
}

/** Volumes come before the first container, and their warnings stay when all is well again. */
function hasVolumes({ pod, peer, events }: PodLife): Finding | undefined {
  if ([...pod.status.initContainerStatuses, ...pod.status.containerStatuses].some(hasBegun)) return undefined;
  const { uid } = pod.metadata;
  const common = { severity: 'problem', link, follows: ['definitions', 'setup-key', 'claim', 'drift'] } as const;
  const describe = `kubectl -n ${peer.namespace} describe pod ${peer.podName}`;
  const [mount] = warningsAbout(uid, events, 'FailedMount', 'FailedAttachVolume');
  if (mount !== undefined) {
    const isElsewhere = /Multi-Attach/.test(mount);
    return {
      ...common,
      what: `a volume of the pod ${peer.podName} cannot be mounted`,
      cause: `Its events say: ${excerpt(mount)}`,
      fix: isElsewhere
        ? 'The node before still has the volume, and lets it go within minutes of the end of the old pod. If it is off, follow the runbook.'
        : `See all of its events: ${describe}`,
      link: isElsewhere ? MOVE : link,
    };
  }
  const [other] = warningsAbout(uid, events);
  return {
    ...common,
    what: `the container ${containerInQuestion(pod)?.name ?? peer.container} has not started`,
    cause: other === undefined ? 'kubelet has not said why.' : `Its events say: ${excerpt(other)}`,
    fix: `See its events: ${describe}`,
  };
}

const STAGES: readonly Stage[] = [hasNode, nodeAnswers, isKept, hasVolumes, ...CONTAINER_STAGES];
