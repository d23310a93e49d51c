import { type Check, couldNotLook, type Finding, judged } from '../check.ts';
import { type Answer, valueIn } from '../cluster/answer.ts';
import { type ContainerStatus, type Event, excerpt, Node, type Pod, warningsOf } from '../objects.ts';
import { clientContainer, getEvents, getPod } from '../placement.ts';
import { readLogCauses } from '../readings/log-causes.ts';
import type { Peer, Site } from '../site.ts';

interface Evidence {
  readonly pod: Answer<Pod>;

  /** Undefined while the pod has none. */
  readonly node?: Answer<Node>;
  readonly events: Answer<readonly Event[]>;

  /** What the StatefulSet met when it made pods. */
  readonly controllerEvents: Answer<readonly Event[]>;

  /** Of the init container that failed. */
  readonly initLog?: Answer<string>;

  /** Of the client's last run, where it ended. */
  readonly previousLog?: Answer<string>;
}

/** Whether the pod runs, where it belongs, and as the site wants it. */
export const pod: Check<Evidence> = {
  name: 'pod',
  title: 'Pod',

  async gather({ site, inquiry }) {
    const { namespace, podName, name } = site.peer;
    const [found, events, controllerEvents] = await Promise.all([
      getPod(site, inquiry),
      getEvents(inquiry, namespace, podName),
      getEvents(inquiry, namespace, name),
    ]);
    const nodeName = valueIn(found)?.spec.nodeName;
    const failed = valueIn(found)?.status.initContainerStatuses.find(hasFailed);
    const client = found.ok ? clientStatus(found.value, site.peer) : undefined;
    return {
      pod: found,
      events,
      controllerEvents,
      ...(nodeName !== undefined && {
        node: await inquiry.get({ apiVersion: 'v1', kind: 'Node', name: nodeName }, Node),
      }),
      ...(failed !== undefined && { initLog: await inquiry.log({ namespace, pod: podName, container: failed.name }) }),
      ...(client?.lastState.terminated !== undefined &&
        !client.ready && { previousLog: await inquiry.log(clientContainer(site), { previous: true }) }),
    };
  },

  judge(evidence, { site }) {
    const { pod: found, node } = evidence;
    if (!found.ok) {
      return found.failure.kind === 'not-found'
        ? judged([], missingPod(site, evidence.controllerEvents))
        : judged([], couldNotLook('pod', `The pod ${site.peer.podName}`, found.failure));
    }
    const { spec, status } = found.value;
    const client = clientStatus(found.value, site.peer);
    return judged(
      [
        `${site.peer.podName} is ${status.phase ?? 'unknown'} on ${spec.nodeName ?? 'no node'}, ${client?.ready ? 'ready' : 'not ready'}`,
        ...status.initContainerStatuses.map(describeInit),
        ...(client !== undefined && client.restartCount > 0
          ? [`${client.restartCount} restarts; last end: ${describeEnd(client)}`]
          : []),
      ],
      lifecycle(found.value, evidence, site),
      placement(node, site.peer),
      image(found.value, site.peer),
    );
  },
};

function clientStatus({ status }: Pod, { container }: Peer): ContainerStatus | undefined {
  return status.containerStatuses.find(({ name }) => name === container);
}

function hasFailed({ state, lastState }: ContainerStatus): boolean {
  const end = state.terminated ?? (state.running === undefined ? lastState.terminated : undefined);
  return end !== undefined && end.exitCode !== 0;
}

function describeInit({ name, state }: ContainerStatus): string {
  const { terminated, waiting, running } = state;
  if (terminated !== undefined)
    return `init container ${name}: ${terminated.reason ?? 'ended'}, code ${terminated.exitCode}`;
  return `init container ${name}: ${running === undefined ? (waiting?.reason ?? 'waiting') : 'running'}`;
}

function describeEnd({ lastState }: ContainerStatus): string {
  const { terminated } = lastState;
  return terminated === undefined ? 'unknown' : `${terminated.reason ?? 'ended'}, code ${terminated.exitCode}`;
}

const link = 'docs/doctor.md#pod';

function missingPod({ peer }: Site, events: Answer<readonly Event[]>): Finding {
  const [message] = events.ok ? warningsOf(events.value, 'FailedCreate') : [];
  return {
    severity: 'problem',
    what: `the pod ${peer.podName} does not exist`,
    cause:
      message === undefined ? 'Its StatefulSet made none.' : `Its StatefulSet could make none: ${excerpt(message)}.`,
    fix:
      message !== undefined && /PodSecurity/.test(message)
        ? `Give the namespace ${peer.namespace} the Pod Security level privileged, as dist/ has it: sync the Application.`
        : `See what the StatefulSet says: kubectl -n ${peer.namespace} describe statefulset ${peer.name}`,
    link,
    follows: ['drift', 'definitions', 'applications', 'claim'],
  };
}

/** The first thing that keeps it from being ready, in the order in which it happens. */
function lifecycle(found: Pod, evidence: Evidence, { peer }: Site): readonly Finding[] {
  const { metadata, status, spec } = found;
  if (metadata.deletionTimestamp !== undefined) {
    return [
      {
        severity: 'problem',
        what: `the pod ${peer.podName} is being deleted`,
        cause: 'A new one comes when it is gone. If it hangs, its node does not answer.',
        fix: 'Ask again in half a minute; if it is still there, look at its node.',
        link,
      },
    ];
  }
  if (spec.nodeName === undefined) {
    const message = status.conditions.find(({ type }) => type === 'PodScheduled')?.message;
    return [
      {
        severity: 'problem',
        what: `the pod ${peer.podName} has no node`,
        cause:
          message === undefined ? 'The scheduler has not looked at it.' : `The scheduler says: ${excerpt(message)}`,
        fix: `See that a node has the labels ${labels(peer)}, is ready and has no taint: kubectl get nodes -l ${labels(peer)}`,
        link,
        follows: /PersistentVolumeClaim|persistentvolumeclaim/.test(message ?? '') ? ['claim'] : ['drift'],
      },
    ];
  }
  const failed = status.initContainerStatuses.find(hasFailed);
  if (failed !== undefined) return [failedInit(failed, evidence.initLog, peer)];
  const client = clientStatus(found, peer);
  const waiting = [...status.initContainerStatuses, ...(client === undefined ? [] : [client])].find(
    ({ state }) => state.waiting !== undefined && state.waiting.reason !== 'PodInitializing',
  );
  if (waiting?.state.waiting !== undefined) return [waitingFor(waiting, evidence, peer)];
  if (client === undefined || client.state.running === undefined) {
    const [message] = evidence.events.ok ? warningsOf(evidence.events.value) : [];
    return [
      {
        severity: 'problem',
        what: `the container ${peer.container} has not started`,
        cause: message === undefined ? 'kubelet has not said why.' : `Its events say: ${excerpt(message)}`,
        fix: `See its events: kubectl -n ${peer.namespace} describe pod ${peer.podName}`,
        link,
        follows: ['definitions', 'setup-key', 'claim', 'drift'],
      },
    ];
  }
  const wasKilled = client.lastState.terminated?.reason === 'OOMKilled';
  if (wasKilled) return [outOfMemory(client, peer)];
  if (!client.ready) {
    return [
      {
        severity: 'problem',
        what: `the pod ${peer.podName} is not ready`,
        cause: 'Its readiness probe fails: the client is not connected to the management server.',
        fix: `See what the client says: kubectl -n ${peer.namespace} exec ${peer.podName} -c ${peer.container} -- netbird status`,
        link,
        follows: ['management', 'agent'],
      },
    ];
  }
  return client.restartCount >= 3
    ? [
        {
          severity: 'warning',
          what: `the client restarted ${client.restartCount} times`,
          cause: `Its last run ended with: ${describeEnd(client)}. Each restart stops routing for some 15 s.`,
          fix: `See how it ended: kubectl -n ${peer.namespace} logs ${peer.podName} -c ${peer.container} --previous`,
          link,
        },
      ]
    : [];
}

function labels({ nodeSelector }: Peer): string {
  return Object.entries(nodeSelector)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}

function failedInit({ name, state, lastState }: ContainerStatus, log: Answer<string> | undefined, peer: Peer): Finding {
  const lines = log?.ok ? log.value.trim().split('\n').slice(-5).join(' | ') : '';
  const checksNode = name === 'check-node';
  const mayNot = /permission denied|operation not permitted|must be root/i.test(lines);
  return {
    severity: 'problem',
    what: `the init container ${name} fails`,
    cause: `It ends with the code ${(state.terminated ?? lastState.terminated)?.exitCode}${lines === '' ? '' : `; its last lines: ${excerpt(lines, 300)}`}. The client does not start before it succeeds.`,
    fix: checksNode
      ? 'Give the node what the log names; the pod then starts by itself.'
      : mayNot
        ? 'It needs the capability NET_ADMIN: compare its securityContext with dist/, and see what restricts it in the cluster.'
        : `See its log: kubectl -n ${peer.namespace} logs ${peer.podName} -c ${name}`,
    link: checksNode ? 'docs/nodes.md' : link,
    follows: ['drift'],
  };
}

function waitingFor(
  { name, state, lastState, restartCount }: ContainerStatus,
  evidence: Evidence,
  peer: Peer,
): Finding {
  const { reason = 'unknown', message = '' } = state.waiting ?? {};
  const common = { severity: 'problem', link } as const;
  const describePod = `kubectl -n ${peer.namespace} describe pod ${peer.podName}`;
  if (/^(ErrImagePull|ImagePullBackOff|InvalidImageName|ErrImageNeverPull)$/.test(reason)) {
    return {
      ...common,
      what: `the image of ${name} cannot be pulled`,
      cause: `${reason}: ${excerpt(message || peer.image)}. There is no such version, or the registry cannot be reached from the node.`,
      fix: 'Correct netbirdVersion in main.ts, or see that the node reaches the registry without this tunnel.',
      follows: ['drift'],
    };
  }
  if (/^CreateContainer(Config)?Error$/.test(reason)) {
    return {
      ...common,
      what: `the container ${name} cannot be made`,
      cause: `${reason}: ${excerpt(message)}.`,
      fix: `See its events: ${describePod}`,
      follows: ['definitions', 'drift', 'setup-key'],
    };
  }
  if (lastState.terminated?.reason === 'OOMKilled') return outOfMemory({ lastState, restartCount }, peer);
  if (reason === 'CrashLoopBackOff') {
    const [known] = evidence.previousLog?.ok ? readLogCauses(evidence.previousLog.value) : [];
    const last = evidence.previousLog?.ok ? evidence.previousLog.value.trim().split('\n').slice(-3).join(' | ') : '';
    return {
      ...common,
      what: `the container ${name} ends again and again`,
      cause:
        known === undefined
          ? `Its last run ended with the code ${lastState.terminated?.exitCode}${last === '' ? '' : `; its last lines: ${excerpt(last, 300)}`}.`
          : `${known.cause} Its log says: ${known.line}`,
      fix: known?.fix ?? `See how it ended: kubectl -n ${peer.namespace} logs ${peer.podName} -c ${name} --previous`,
      link: known?.link ?? link,
      follows: ['drift', 'setup-key'],
    };
  }
  const [event] = evidence.events.ok ? warningsOf(evidence.events.value) : [];
  return {
    ...common,
    what: `the container ${name} waits: ${reason}`,
    cause: event === undefined ? excerpt(message || 'kubelet has not said why.') : `Its events say: ${excerpt(event)}`,
    fix: `See its events: ${describePod}`,
    follows: ['definitions', 'setup-key', 'claim', 'drift'],
  };
}

function outOfMemory({ restartCount }: Pick<ContainerStatus, 'lastState' | 'restartCount'>, peer: Peer): Finding {
  return {
    severity: 'problem',
    what: `the client runs out of memory`,
    cause: `Its last run was ended by the kernel (OOMKilled), ${restartCount} restarts so far. Each stops routing for some 15 s.`,
    fix: `Raise resources.memoryLimit of the peer in main.ts; kubectl -n ${peer.namespace} top pod ${peer.podName} shows what it uses.`,
    link,
  };
}

function placement(node: Answer<Node> | undefined, peer: Peer): readonly Finding[] {
  if (node === undefined) return [];
  if (!node.ok) return [couldNotLook('pod', 'The node of the pod', node.failure)];
  const { name, labels: has = {} } = node.value.metadata;
  const wrong = Object.entries(peer.nodeSelector).filter(([key, value]) => has[key] !== value);
  const isReady = node.value.status.conditions.find(({ type }) => type === 'Ready')?.status !== 'False';
  return [
    ...(wrong.length > 0
      ? [
          {
            severity: 'problem' as const,
            what: `the pod runs on ${name}, not on the wanted node`,
            cause: `${name} lacks the label ${wrong.map(([key, value]) => `${key}=${value}`).join(', ')}. Routes back, the guard and the announcements are made for the wanted node.`,
            fix: `Delete the pod, so that it is placed anew: kubectl -n ${peer.namespace} delete pod ${peer.podName}`,
            link: 'docs/runbooks/move-node.md',
            follows: ['drift'] as const,
          },
        ]
      : []),
    ...(isReady
      ? []
      : [
          {
            severity: 'problem' as const,
            what: `the node ${name} is not ready`,
            cause: 'kubelet does not report, or the node has a fault. What runs there is not known.',
            fix: `See what it has: kubectl describe node ${name}`,
            link,
          },
        ]),
  ];
}

function image({ spec }: Pod, peer: Peer): readonly Finding[] {
  const live = spec.containers.find(({ name }) => name === peer.container)?.image;
  if (live === undefined || live === peer.image) return [];
  return [
    {
      severity: 'problem',
      what: `the client runs the image ${live}`,
      cause: `The site has ${peer.image}. The pod was not made anew since, or the change is not synced.`,
      fix: `Sync the Application; if the StatefulSet has the new image, see its rollout: kubectl -n ${peer.namespace} rollout status statefulset ${peer.name}`,
      link,
      follows: ['drift', 'applications'],
    },
  ];
}
