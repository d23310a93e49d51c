import { expect, test } from '@jest/globals';
import { claim } from '../../../lib/doctor/checks/claim.ts';
import { pod } from '../../../lib/doctor/checks/pod.ts';
import { answered, unanswered } from '../../../lib/doctor/cluster/answer.ts';
import { Claim, Event, Pod } from '../../../lib/doctor/objects.ts';
import { forbidden, known, site } from '../../support/examination.ts';

const { peer } = site;
const missing = unanswered('not-found', 'There is none.');
const noEvents = answered([]);

function warning(reason: string, message: string) {
  return answered([Event.parse({ type: 'Warning', reason, message, lastTimestamp: '2031-05-04T10:00:00Z' })]);
}

const running = { name: peer.container, ready: true, state: { running: {} } };
const initDone = { name: 'check-node', state: { terminated: { exitCode: 0, reason: 'Completed' } } };

/** The pod as a kubelet reports it, with some of its status otherwise. */
function podWith(status: object, spec: object = { nodeName: 'k8s-worker1' }, metadata: object = {}) {
  return answered(
    Pod.parse({
      metadata: { name: peer.podName, ...metadata },
      spec: { containers: [{ name: peer.container, image: peer.image }], ...spec },
      status: { phase: 'Running', initContainerStatuses: [initDone], containerStatuses: [running], ...status },
    }),
  );
}

type PodEvidence = Parameters<typeof pod.judge>[0];

function judgePod(found: PodEvidence['pod'], more: Partial<PodEvidence> = {}) {
  return pod.judge({ pod: found, events: noEvents, controllerEvents: noEvents, ...more }, known).findings;
}

const clientIs = (client: object) => podWith({ containerStatuses: [{ ...running, ready: false, ...client }] });
const waits = (reason: string, message = '') => clientIs({ state: { waiting: { reason, message } } });

test('a pod that is ready has nothing to say', () => {
  expect(judgePod(podWith({}))).toEqual([]);
});

test.each<[string, PodEvidence['pod'], Partial<PodEvidence>, string, string]>([
  [
    'is not there',
    missing,
    { controllerEvents: warning('FailedCreate', 'violates PodSecurity "baseline:latest": host namespaces') },
    'the pod netbird-peer-0 does not exist',
    'Its StatefulSet could make none: violates PodSecurity',
  ],
  ['is being deleted', podWith({}, {}, { deletionTimestamp: 'now' }), {}, 'is being deleted', 'A new one comes'],
  [
    'has no node',
    podWith({ conditions: [{ type: 'PodScheduled', status: 'False', message: '0/3 nodes are available' }] }, {}),
    {},
    'has no node',
    'The scheduler says: 0/3 nodes are available',
  ],
  [
    'stands on a node that does not forward',
    podWith({ initContainerStatuses: [{ name: 'check-node', state: { terminated: { exitCode: 1 } } }] }),
    {
      initLog: answered('net.ipv4.ip_forward is 0: waiting\nnet.ipv4.ip_forward is still 0 after 120 s: set it to 1\n'),
    },
    'the init container check-node fails',
    'still 0 after 120 s',
  ],
  [
    'may not set its rule',
    podWith({ initContainerStatuses: [{ name: 'setup-iptables', state: { terminated: { exitCode: 4 } } }] }),
    { initLog: answered('iptables v1.8: Permission denied (you must be root)\n') },
    'the init container setup-iptables fails',
    'It ends with the code 4',
  ],
  [
    'has an image that there is not',
    waits('ImagePullBackOff', 'manifest unknown'),
    {},
    'cannot be pulled',
    'manifest unknown',
  ],
  [
    'has no Secret',
    waits('CreateContainerConfigError', 'secret "netbird-setup-key" not found'),
    {},
    'the container netbird cannot be made',
    'secret "netbird-setup-key" not found',
  ],
  [
    'ends again and again',
    clientIs({ state: { waiting: { reason: 'CrashLoopBackOff' } }, lastState: { terminated: { exitCode: 7 } } }),
    { previousLog: answered('one\ntwo\nthree\nfour\n') },
    'the container netbird ends again and again',
    'Its last run ended with the code 7; its last lines: two | three | four.',
  ],
  [
    'was killed for memory',
    clientIs({ ready: true, restartCount: 2, lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } } }),
    {},
    'memory',
    'ended by the kernel (OOMKilled), 2 restarts so far',
  ],
  [
    'waits for its volume',
    podWith({ containerStatuses: [] }),
    { events: warning('FailedMount', 'MountVolume.SetUp failed for volume "setup-key"') },
    'the container netbird has not started',
    'MountVolume.SetUp failed for volume "setup-key"',
  ],
  ['is not ready', clientIs({}), {}, 'the pod netbird-peer-0 is not ready', 'Its readiness probe fails'],
])('a pod that %s', (_, found, more, what, cause) => {
  expect(judgePod(found, more)).toMatchObject([
    { severity: 'problem', what: expect.stringContaining(what), cause: expect.stringContaining(cause) },
  ]);
});

test('a pod that restarts often, and is ready, is a warning from the third time on', () => {
  const restarted = (restartCount: number) =>
    judgePod(clientIs({ ready: true, restartCount, lastState: { terminated: { exitCode: 1, reason: 'Error' } } }));
  expect(restarted(2)).toEqual([]);
  expect(restarted(3)).toMatchObject([{ severity: 'warning', what: 'the client restarted 3 times' }]);
});

test('a permission that is missing is no verdict on the pod', () => {
  expect(judgePod(forbidden)).toMatchObject([{ severity: 'unknown' }]);
});

function judgeClaim(phase: string | undefined, events: ReturnType<typeof warning> = answered([]), spec: object = {}) {
  const found =
    phase === undefined
      ? missing
      : answered(Claim.parse({ metadata: { name: peer.claimName }, spec, status: { phase } }));
  return claim.judge({ claim: found, events }, known).findings;
}

const consumer = answered([Event.parse({ type: 'Normal', reason: 'WaitForFirstConsumer' })]);

test.each<[string, ReturnType<typeof judgeClaim>, string, string]>([
  ['is not there', judgeClaim(undefined), 'does not exist', 'the identity is gone with it'],
  ['has lost its volume', judgeClaim('Lost'), 'is gone', 'the identity with it'],
  ['waits for a node', judgeClaim('Pending', consumer), 'is not bound', 'made when the pod has a node'],
  [
    'cannot be provisioned',
    judgeClaim('Pending', warning('ProvisioningFailed', 'no space left')),
    'is not bound',
    'Its events say: no space left',
  ],
  ['has no class', judgeClaim('Pending'), 'is not bound', 'there is no default one'],
  [
    'has a class that makes nothing',
    judgeClaim('Pending', noEvents, { storageClassName: 'fast' }),
    'is not bound',
    'look at the storage class fast',
  ],
])('a claim that %s', (_, findings, what, cause) => {
  expect(findings).toMatchObject([
    { severity: 'problem', what: expect.stringContaining(what), cause: expect.stringContaining(cause) },
  ]);
});

test('a claim that is bound has nothing to say; one that waits for a node follows from the pod', () => {
  expect(judgeClaim('Bound')).toEqual([]);
  expect(judgeClaim('Pending', consumer)[0]?.follows).toEqual(['pod']);
});
