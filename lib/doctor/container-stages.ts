import type { Finding } from './check.ts';
import { type ContainerStatus, excerpt } from './objects.ts';
import { clientOf, containerInQuestion, describeEnd, lastLines, type PodLife, type Stage } from './pod-life.ts';
import { readLogCauses } from './readings/log-causes.ts';
import type { Peer } from './site.ts';

const link = 'docs/doctor.md#pod';

function canBeMade({ pod, peer }: PodLife): Finding | undefined {
  const { name, state } = containerInQuestion(pod) ?? {};
  const { reason = '', message = '' } = state?.waiting ?? {};
  const common = { severity: 'problem', link } as const;
  if (/^(ErrImagePull|ImagePullBackOff|InvalidImageName|ErrImageNeverPull|RegistryUnavailable)$/.test(reason)) {
    return {
      ...common,
      what: `the image of ${name} cannot be pulled`,
      cause: `${reason}: ${excerpt(message || peer.image)}. There is no such version, or the registry cannot be reached from the node.`,
      fix: 'Correct netbirdVersion in main.ts, or see that the node reaches the registry without this tunnel.',
      follows: ['drift'],
    };
  }
  if (!/^(CreateContainer(Config)?|RunContainer)Error$/.test(reason)) return undefined;
  return {
    ...common,
    what: `the container ${name} cannot be made`,
    cause: `${reason}: ${excerpt(message)}.`,
    fix: `See its events: kubectl -n ${peer.namespace} describe pod ${peer.podName}`,
    follows: ['definitions', 'drift', 'setup-key'],
  };
}

function initIsDone({ pod, peer, log }: PodLife): Finding | undefined {
  const init = pod.status.initContainerStatuses.find(({ state }) => state.terminated?.exitCode !== 0);
  if (init === undefined) return undefined;
  const { name, state } = init;
  const end = state.terminated ?? (state.running === undefined ? init.lastState.terminated : undefined);
  const lines = excerpt(lastLines(log, 5), 300);
  const seeLog = `See its log: kubectl -n ${peer.namespace} logs ${peer.podName} -c ${name}`;
  const checksNode = name === 'check-node';
  const common = { severity: 'problem', link: checksNode ? 'docs/nodes.md' : link, follows: ['drift'] } as const;
  if (end === undefined) {
    const since = state.running?.startedAt ? `, since ${state.running.startedAt}` : '';
    return {
      ...common,
      what: `the init container ${name} ${state.running === undefined ? 'has not started' : 'still runs'}`,
      cause: `The client does not start before it is done${since}. ${lines === '' ? 'It has said nothing yet.' : `Its last lines: ${lines}.`}`,
      fix: checksNode ? 'Ask again in two minutes: it waits no longer for the node to forward packets.' : seeLog,
    };
  }
  const mayNot = /permission denied|operation not permitted|must be root/i.test(lines);
  return {
    ...common,
    what: `the init container ${name} fails`,
    cause: `It ends with the code ${end.exitCode}${lines === '' ? '' : `; its last lines: ${lines}`}. The client does not start before it succeeds.`,
    fix: checksNode
      ? 'Give the node what the log names; the pod then starts by itself.'
      : mayNot
        ? 'It needs the capability NET_ADMIN: compare its securityContext with dist/, and see what restricts it in the cluster.'
        : seeLog,
  };
}

function clientRuns({ pod, peer, log, now }: PodLife): Finding | undefined {
  const client = clientOf(pod, peer);
  if (client?.state.running !== undefined) return undefined;
  const end = client?.state.terminated ?? client?.lastState.terminated;
  if (client === undefined || end === undefined) {
    return {
      severity: 'problem',
      what: `the container ${peer.container} waits: ${client?.state.waiting?.reason ?? 'kubelet has not said why'}`,
      cause: excerpt(client?.state.waiting?.message ?? '') || 'kubelet has not said more.',
      fix: `See its events: kubectl -n ${peer.namespace} describe pod ${peer.podName}`,
      link,
      follows: ['definitions', 'setup-key', 'claim', 'drift'],
    };
  }
  if (isOutOfMemory(client, now)) return outOfMemory(client, peer);
  const [known] = log?.ok ? readLogCauses(log.value) : [];
  const lines = excerpt(lastLines(log, 3), 300);
  const isRepeated = client.restartCount > 0 || client.state.waiting?.reason === 'CrashLoopBackOff';
  return {
    severity: 'problem',
    what: `the container ${peer.container} ${isRepeated ? 'ends again and again' : 'has ended'}`,
    cause:
      known === undefined
        ? `Its last run ended with the code ${end.exitCode}${lines === '' ? '' : `; its last lines: ${lines}`}.`
        : `${known.cause} Its log says: ${known.line}`,
    fix: known?.fix ?? `See how it ended: kubectl -n ${peer.namespace} logs ${peer.podName} -c ${peer.container}`,
    link: known?.link ?? link,
    follows: ['drift', 'setup-key'],
  };
}

function clientIsReady({ pod, peer, now }: PodLife): Finding | undefined {
  const client = clientOf(pod, peer);
  if (client === undefined) return undefined;
  if (isOutOfMemory(client, now)) return outOfMemory(client, peer);
  if (!client.ready) {
    const since = client.state.running?.startedAt ? ` It runs since ${client.state.running.startedAt}.` : '';
    return {
      severity: 'problem',
      what: `the pod ${peer.podName} is not ready`,
      cause: `Its readiness probe fails: the client is not connected to the management server.${since}`,
      fix: `See what the client says: kubectl -n ${peer.namespace} exec ${peer.podName} -c ${peer.container} -- netbird status`,
      link,
      follows: ['management', 'agent'],
    };
  }
  if (client.restartCount < 3 || !isRecent(client.lastState.terminated, now)) return undefined;
  return {
    severity: 'warning',
    what: `the client restarted ${client.restartCount} times`,
    cause: `Its last run ended with: ${describeEnd(client.lastState.terminated)}. Each restart stops routing for some 15 s.`,
    fix: `See how it ended: kubectl -n ${peer.namespace} logs ${peer.podName} -c ${peer.container} --previous`,
    link,
  };
}

/** What ended a run longer ago than that says nothing of today. */
const RECENT_MS = 24 * 60 * 60 * 1000;

/** An end without a time is taken for one of now. */
function isRecent(end: ContainerStatus['state']['terminated'], now: Date): boolean {
  return end !== undefined && !(now.getTime() - Date.parse(end.finishedAt ?? '') > RECENT_MS);
}

function isOutOfMemory({ state, lastState }: ContainerStatus, now: Date): boolean {
  const end = state.terminated ?? lastState.terminated;
  return end?.reason === 'OOMKilled' && isRecent(end, now);
}

function outOfMemory({ state, lastState, restartCount }: ContainerStatus, peer: Peer): Finding {
  const end = state.terminated ?? lastState.terminated;
  return {
    severity: 'problem',
    what: 'the client runs out of memory',
    cause: `Its last run was ended by the kernel (${describeEnd(end)}), ${restartCount} restarts so far. Each stops routing for some 15 s.`,
    fix: `Raise resources.memoryLimit of the peer in main.ts; kubectl -n ${peer.namespace} top pod ${peer.podName} shows what it uses.`,
    link,
  };
}

/** From the image to a client that is connected. */
export const CONTAINER_STAGES: readonly Stage[] = [canBeMade, initIsDone, clientRuns, clientIsReady];
