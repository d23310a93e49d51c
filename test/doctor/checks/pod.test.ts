import { expect, test } from '@jest/globals';
import { pod } from '../../../lib/doctor/checks/pod.ts';
import { answered, unanswered } from '../../../lib/doctor/cluster/answer.ts';
import { Event, Node, Pod } from '../../../lib/doctor/objects.ts';
import { forbidden, known, site } from '../../support/examination.ts';

const { peer } = site;
const missing = unanswered('not-found', 'There is none.');
const noEvents = answered([]);

/** A warning about the pod; it has a uid that tells it from those of the same name before. */
function warning(reason: string, message: string, uid = 'uid-of-now') {
  const event = { type: 'Warning', reason, message, lastTimestamp: '2031-05-04T10:00:00Z', involvedObject: { uid } };
  return answered([Event.parse(event)]);
}

const running = { name: peer.container, ready: true, state: { running: { startedAt: '2031-05-04T11:59:00Z' } } };
const initDone = { name: 'check-node', state: { terminated: { exitCode: 0, reason: 'Completed' } } };
const waitsForVolumes = {
  initContainerStatuses: [{ name: 'check-node', state: { waiting: { reason: 'PodInitializing' } } }],
  containerStatuses: [{ name: peer.container, state: { waiting: { reason: 'PodInitializing' } } }],
};

/** The pod as a kubelet reports it, with some of its status otherwise. */
function podWith(status: object, spec: object = { nodeName: 'k8s-worker1' }, metadata: object = {}) {
  return answered(
    Pod.parse({
      metadata: { name: peer.podName, uid: 'uid-of-now', ...metadata },
      spec: { containers: [{ name: peer.container, image: peer.image }], ...spec },
      status: { phase: 'Running', initContainerStatuses: [initDone], containerStatuses: [running], ...status },
    }),
  );
}

function nodeWith(status: object = {}, labels: object = peer.nodeSelector, spec: object = {}): Node {
  const ready = { type: 'Ready', status: 'True', lastTransitionTime: '2031-05-04T11:00:00Z', ...status };
  return Node.parse({ metadata: { name: 'k8s-worker1', labels }, spec, status: { conditions: [ready] } });
}

type Evidence = Parameters<typeof pod.judge>[0];

function judge(found: Evidence['pod'], more: Partial<Evidence> = {}) {
  const well = { node: answered(nodeWith()), wantedNodes: answered([nodeWith()]), log: undefined };
  return pod.judge({ ...well, pod: found, events: noEvents, controllerEvents: noEvents, ...more }, known).findings;
}

const clientIs = (client: object) => podWith({ containerStatuses: [{ ...running, ready: false, ...client }] });
const waits = (reason: string, message = '') => clientIs({ state: { waiting: { reason, message } } });
const unscheduled = (message: string) =>
  podWith({ conditions: [{ type: 'PodScheduled', status: 'False', message }], ...waitsForVolumes }, {});
const initIs = (name: string, init: object) =>
  podWith({
    initContainerStatuses: [{ name, ...init }],
    containerStatuses: [{ name: peer.container, state: { waiting: { reason: 'PodInitializing' } } }],
  });
const noNode = { node: undefined };
const away = { type: 'Ready', status: 'Unknown', lastTransitionTime: '2031-05-04T09:00:00Z' };
const driver = 'MountVolume.SetUp failed for volume "setup-key"';

test('a pod that is ready has nothing to say', () => {
  expect(judge(podWith({}))).toEqual([]);
});

/** In the order of its life: what is seen, and what is said of it, with the next step. */
test.each<[string, Evidence['pod'], Partial<Evidence>, string, string, string]>([
  [
    'is not there',
    missing,
    { controllerEvents: warning('FailedCreate', 'violates PodSecurity "baseline:latest": host namespaces') },
    'the pod netbird-peer-0 does not exist',
    'Its StatefulSet could make none: violates PodSecurity',
    'the Pod Security level privileged',
  ],
  [
    'finds no node, since none has the label any more',
    unscheduled("0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector"),
    { ...noNode, wantedNodes: answered([]) },
    'has no node',
    'No node has the labels kubernetes.io/hostname=k8s-worker1: they were taken away, or the node is gone.',
    'kubectl label node NODE kubernetes.io/hostname=k8s-worker1',
  ],
  [
    'finds its node away',
    unscheduled('0/3 nodes are available'),
    { ...noNode, wantedNodes: answered([nodeWith(away)]) },
    'has no node',
    'k8s-worker1, the only node with the labels kubernetes.io/hostname=k8s-worker1, is not ready.',
    'kubectl describe node k8s-worker1',
  ],
  [
    'finds its node cordoned',
    unscheduled('0/3 nodes are available: 1 node(s) were unschedulable'),
    { ...noNode, wantedNodes: answered([nodeWith({}, undefined, { unschedulable: true })]) },
    'has no node',
    'somebody cordoned it',
    'kubectl uncordon k8s-worker1',
  ],
  [
    'finds its volume on another node',
    unscheduled('0/3 nodes are available: 1 node(s) had volume node affinity conflict'),
    noNode,
    'has no node',
    'bound to another node',
    'carry the identity over',
  ],
  [
    'finds no node, for a reason that only the scheduler knows',
    unscheduled('0/3 nodes are available: 3 Insufficient memory'),
    { ...noNode, wantedNodes: forbidden },
    'has no node',
    'The scheduler says: 0/3 nodes are available: 3 Insufficient memory',
    'kubectl describe nodes -l kubernetes.io/hostname=k8s-worker1',
  ],
  [
    'is on a node that was deleted',
    podWith({}),
    { node: missing },
    'the node k8s-worker1 of the pod is gone',
    'deleted from the cluster',
    'move the peer',
  ],
  [
    'is on a node that does not answer, and calls itself ready',
    podWith({}),
    { node: answered(nodeWith(away)) },
    'the node k8s-worker1 does not answer',
    'Its kubelet has not reported since 2031-05-04T09:00:00Z',
    'node.kubernetes.io/out-of-service=nodeshutdown:NoExecute',
  ],
  [
    'is to end on a node that does not answer',
    podWith({}, undefined, { deletionTimestamp: '2031-05-04T09:05:00Z' }),
    { node: answered(nodeWith(away)) },
    'the node k8s-worker1 does not answer',
    'What the pod netbird-peer-0 says of itself is from before.',
    'Start the machine',
  ],
  [
    'is on a node with a fault',
    podWith({}),
    { node: answered(nodeWith({ status: 'False', message: 'container runtime is down' })) },
    'the node k8s-worker1 is not ready',
    'container runtime is down',
    'kubectl describe node k8s-worker1',
  ],
  [
    'is being deleted',
    podWith({}, undefined, { deletionTimestamp: '2031-05-04T12:00:20Z' }),
    {},
    'is being deleted',
    'A new one comes when it is gone.',
    'Ask again in half a minute.',
  ],
  [
    'cannot be deleted',
    podWith({}, undefined, { deletionTimestamp: '2031-05-04T11:50:00Z' }),
    {},
    'is being deleted',
    'It should have been gone at 2031-05-04T11:50:00Z',
    'describe pod netbird-peer-0',
  ],
  [
    'was evicted',
    podWith({ phase: 'Failed', reason: 'Evicted', message: 'The node was low on resource: memory.' }),
    {},
    'was evicted',
    'The node was low on resource: memory.',
    'priorityClassName',
  ],
  [
    'was refused by kubelet',
    podWith({ phase: 'Failed', reason: 'NodeAffinity', message: 'Pod was rejected: Predicate NodeAffinity failed' }),
    {},
    'has ended (NodeAffinity)',
    'Predicate NodeAffinity failed',
    'describe pod netbird-peer-0',
  ],
  [
    'waits for its volume',
    podWith(waitsForVolumes),
    { events: warning('FailedMount', driver) },
    'a volume of the pod netbird-peer-0 cannot be mounted',
    driver,
    'describe pod netbird-peer-0',
  ],
  [
    'waits for its volume, which another node still has',
    podWith(waitsForVolumes),
    { events: warning('FailedAttachVolume', 'Multi-Attach error for volume "pvc-1": it is used by another node') },
    'a volume of the pod netbird-peer-0 cannot be mounted',
    'Multi-Attach error',
    'The node before still has the volume',
  ],
  [
    'has not begun, and kubelet does not say why: the warnings are of the pod before',
    podWith(waitsForVolumes),
    { events: warning('FailedMount', driver, 'uid-of-before') },
    'the container check-node has not started',
    'kubelet has not said why.',
    'describe pod netbird-peer-0',
  ],
  [
    'waits for its node to forward',
    initIs('check-node', { state: { running: { startedAt: '2031-05-04T11:59:00Z' } } }),
    { log: answered('net.ipv4.ip_forward is 0: waiting for it, 120 s at most.\n') },
    'the init container check-node still runs',
    'Its last lines: net.ipv4.ip_forward is 0: waiting for it',
    'Ask again in two minutes',
  ],
  [
    'stands on a node that does not forward',
    initIs('check-node', { state: { terminated: { exitCode: 1 } } }),
    { log: answered('net.ipv4.ip_forward is 0: waiting\nnet.ipv4.ip_forward is still 0 after 120 s: set it to 1\n') },
    'the init container check-node fails',
    'still 0 after 120 s',
    'Give the node what the log names',
  ],
  [
    'may not set its rule',
    initIs('setup-iptables', {
      state: { waiting: { reason: 'CrashLoopBackOff' } },
      lastState: { terminated: { exitCode: 4 } },
    }),
    { log: answered('iptables v1.8: Permission denied (you must be root)\n') },
    'the init container setup-iptables fails',
    'It ends with the code 4',
    'It needs the capability NET_ADMIN',
  ],
  [
    'has an init container whose image there is not',
    initIs('check-node', { state: { waiting: { reason: 'ErrImagePull', message: 'manifest unknown' } } }),
    {},
    'the image of check-node cannot be pulled',
    'manifest unknown',
    'netbirdVersion',
  ],
  [
    'has an image that there is not, and had trouble with its volumes before',
    waits('ImagePullBackOff', 'manifest unknown'),
    { events: warning('FailedMount', driver) },
    'the image of netbird cannot be pulled',
    'manifest unknown',
    'netbirdVersion',
  ],
  [
    'has no Secret',
    waits('CreateContainerConfigError', 'secret "netbird-setup-key" not found'),
    {},
    'the container netbird cannot be made',
    'secret "netbird-setup-key" not found',
    'describe pod netbird-peer-0',
  ],
  [
    'cannot run what it has pulled',
    waits('RunContainerError', 'exec: "netbird": not found'),
    {},
    'the container netbird cannot be made',
    'exec: "netbird": not found',
    'describe pod netbird-peer-0',
  ],
  [
    'has ended',
    clientIs({ state: { terminated: { exitCode: 7 } } }),
    { log: answered('one\ntwo\nthree\nfour\n') },
    'the container netbird has ended',
    'Its last run ended with the code 7; its last lines: two | three | four.',
    'logs netbird-peer-0 -c netbird',
  ],
  [
    'ends again and again',
    clientIs({ state: { waiting: { reason: 'CrashLoopBackOff' } }, lastState: { terminated: { exitCode: 7 } } }),
    { log: answered('failed to create ipv4 raw socket: operation not permitted\n') },
    'the container netbird ends again and again',
    'a capability is missing',
    'Compare the securityContext',
  ],
  [
    'ends again and again for lack of memory',
    clientIs({
      state: { waiting: { reason: 'CrashLoopBackOff' } },
      lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } },
    }),
    {},
    'the client runs out of memory',
    'OOMKilled',
    'resources.memoryLimit',
  ],
  [
    'is not ready',
    clientIs({}),
    {},
    'the pod netbird-peer-0 is not ready',
    'It runs since 2031-05-04T11:59:00Z.',
    'netbird status',
  ],
  [
    'is ready, on a node that has lost its label',
    podWith({}),
    { node: answered(nodeWith({}, {})), wantedNodes: answered([]) },
    'runs on k8s-worker1, not on the wanted node',
    'once the pod is deleted, it has no node',
    'kubectl label node k8s-worker1 kubernetes.io/hostname=k8s-worker1 --overwrite',
  ],
  [
    'is ready, on another node than the wanted one',
    podWith({}),
    { node: answered(nodeWith({}, { 'kubernetes.io/hostname': 'k8s-worker2' })) },
    'runs on k8s-worker1, not on the wanted node',
    'lacks the label kubernetes.io/hostname=k8s-worker1',
    'Delete the pod',
  ],
  [
    'is ready, with another image',
    podWith({}, { nodeName: 'k8s-worker1', containers: [{ name: peer.container, image: 'netbirdio/netbird:0.1' }] }),
    {},
    'the client runs the image netbirdio/netbird:0.1',
    `The site has ${peer.image}`,
    'rollout status statefulset netbird-peer',
  ],
])('a pod that %s', (_, found, more, what, cause, fix) => {
  expect(judge(found, more)).toEqual([
    expect.objectContaining({
      severity: 'problem',
      what: expect.stringContaining(what),
      cause: expect.stringContaining(cause),
      fix: expect.stringContaining(fix),
    }),
  ]);
});

test('warnings that were there before a pod was ready are over', () => {
  expect(judge(podWith({}), { events: warning('FailedMount', driver) })).toEqual([]);
});

const ended = (reason: string, finishedAt: string | null, restartCount: number) =>
  judge(clientIs({ ready: true, restartCount, lastState: { terminated: { exitCode: 137, reason, finishedAt } } })).map(
    ({ severity, what }) => `${severity}: ${what}`,
  );

test.each([
  ['OOMKilled', '2031-05-04T10:00:00Z', 1, ['problem: the client runs out of memory']],
  ['OOMKilled', null, 1, ['problem: the client runs out of memory']],
  ['OOMKilled', '2031-05-03T11:59:59Z', 9, []],
  ['Error', '2031-05-04T10:00:00Z', 2, []],
  ['Error', '2031-05-04T10:00:00Z', 3, ['warning: the client restarted 3 times']],
  ['Error', '2031-05-03T11:59:59Z', 3, []],
])('a client that runs, and ended before (%s, %s, %i restarts)', (reason, finishedAt, restartCount, said) => {
  expect(ended(reason, finishedAt, restartCount)).toEqual(said);
});

test('a permission that is missing is no verdict on the pod', () => {
  expect(judge(forbidden)).toMatchObject([{ severity: 'unknown' }]);
});
