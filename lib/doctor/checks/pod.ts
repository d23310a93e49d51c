import { type Check, couldNotLook, type Finding, judged } from '../check.ts';
import { type Answer, valueIn } from '../cluster/answer.ts';
import type { Inquiry } from '../cluster/inquiry.ts';
import { type ContainerStatus, type Event, excerpt, Node, type Pod, warningsAbout } from '../objects.ts';
import { getEvents, getPod, getWantedNodes } from '../placement.ts';
import { clientOf, containerInQuestion, describeEnd, type PodLife } from '../pod-life.ts';
import { firstTrouble } from '../pod-stages.ts';
import type { Peer, Site } from '../site.ts';

interface Evidence extends Pick<PodLife, 'node' | 'wantedNodes' | 'events' | 'log'> {
  readonly pod: Answer<Pod>;

  /** What the StatefulSet met when it made pods. */
  readonly controllerEvents: Answer<readonly Event[]>;
}

/** Whether the pod runs, where it belongs, and as the site wants it. */
export const pod: Check<Evidence> = {
  name: 'pod',
  title: 'Pod',

  async gather({ site, inquiry }) {
    const { namespace, podName, name } = site.peer;
    const [found, wantedNodes, events, controllerEvents] = await Promise.all([
      getPod(site, inquiry),
      getWantedNodes(site, inquiry),
      getEvents(inquiry, { kind: 'Pod', namespace, name: podName }),
      getEvents(inquiry, { kind: 'StatefulSet', namespace, name }),
    ]);
    const nodeName = valueIn(found)?.spec.nodeName;
    const [node, log] = await Promise.all([
      nodeName === undefined ? undefined : inquiry.get({ apiVersion: 'v1', kind: 'Node', name: nodeName }, Node),
      found.ok ? getLog(found.value, site.peer, inquiry) : undefined,
    ]);
    return { pod: found, node, wantedNodes, events, controllerEvents, log };
  },

  judge({ pod: found, controllerEvents, ...evidence }, { site, now }) {
    const { peer } = site;
    if (!found.ok) {
      return found.failure.kind === 'not-found'
        ? judged([], missingPod(site, controllerEvents))
        : judged([], couldNotLook('pod', `The pod ${peer.podName}`, found.failure));
    }
    const { spec, status } = found.value;
    const client = clientOf(found.value, peer);
    return judged(
      [
        `${peer.podName} is ${status.phase ?? 'unknown'} on ${spec.nodeName ?? 'no node'}, ${client?.ready ? 'ready' : 'not ready'}`,
        ...status.initContainerStatuses.map(describeInit),
        ...(client !== undefined && client.restartCount > 0
          ? [`${client.restartCount} restarts; last end: ${describeEnd(client.lastState.terminated)}`]
          : []),
      ],
      firstTrouble({ pod: found.value, peer, now, ...evidence }) ?? [],
      misplaced(evidence.node, evidence.wantedNodes, peer),
      image(found.value, peer),
    );
  },
};

/** Of the container in question; of one that runs anew, how its last run ended. */
async function getLog(found: Pod, peer: Peer, inquiry: Inquiry): Promise<Answer<string> | undefined> {
  const container = containerInQuestion(found);
  const { running, terminated } = container?.state ?? {};
  const ended = terminated ?? container?.lastState.terminated;
  if (container === undefined || (running ?? ended) === undefined) return undefined;
  const previous = running !== undefined && ended !== undefined;
  return inquiry.log({ namespace: peer.namespace, pod: peer.podName, container: container.name }, { previous });
}

function describeInit({ name, state: { terminated, waiting, running } }: ContainerStatus): string {
  if (terminated !== undefined)
    return `init container ${name}: ${terminated.reason ?? 'ended'}, code ${terminated.exitCode}`;
  return `init container ${name}: ${running === undefined ? (waiting?.reason ?? 'waiting') : 'running'}`;
}

const link = 'docs/doctor.md#pod';

function missingPod({ peer }: Site, events: Answer<readonly Event[]>): Finding {
  const [message] = warningsAbout(undefined, events, 'FailedCreate');
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

/** Labels are looked at when a pod is placed, and never again. */
function misplaced(
  node: Answer<Node> | undefined,
  wantedNodes: Answer<readonly Node[]>,
  peer: Peer,
): readonly Finding[] {
  if (node?.ok !== true) return [];
  const { name, labels: has = {} } = node.value.metadata;
  const lost = Object.entries(peer.nodeSelector)
    .filter(([key, value]) => has[key] !== value)
    .map(([key, value]) => `${key}=${value}`);
  if (lost.length === 0) return [];
  const isNowhere = valueIn(wantedNodes)?.length === 0;
  return [
    {
      severity: 'problem',
      what: `the pod runs on ${name}, not on the wanted node`,
      cause: `${name} lacks the label ${lost.join(', ')}. Routes back, the guard and the announcements are made for the wanted node.${isNowhere ? ' No node has the label now: once the pod is deleted, it has no node.' : ''}`,
      fix: isNowhere
        ? `Give the node its label back: kubectl label node ${name} ${lost.join(' ')} --overwrite`
        : `Delete the pod, so that it is placed anew: kubectl -n ${peer.namespace} delete pod ${peer.podName}`,
      link: 'docs/runbooks/move-node.md',
      follows: ['drift'],
    },
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
