import { expect, test } from '@jest/globals';
import { verdictOf } from '../../../lib/doctor/check.ts';
import { applications } from '../../../lib/doctor/checks/applications.ts';
import { answered, unanswered } from '../../../lib/doctor/cluster/answer.ts';
import { forbidden, known } from '../../support/examination.ts';

const synced = { sync: { status: 'Synced' }, health: { status: 'Healthy' }, conditions: [] };
const missing = unanswered('not-found', 'There is none.');
const notServed = unanswered('not-served', 'The cluster does not know the kind Application.');

type Evidence = Parameters<typeof applications.judge>[0];
type Answer = Evidence['applications'][number]['answer'];

function judge(answer: Answer, areElsewhere = false, beside: Answer = answer) {
  const all = [answer, beside].map((one, index) => ({ name: ['netbird', 'guard'][index] ?? '', answer: one }));
  return applications.judge({ applications: all, areElsewhere }, known);
}

const says = (status: object) =>
  judge(answered({ status: { ...synced, ...status } }), false, answered({ status: synced }));
const failed = (message: string, more: object = {}) => ({ operationState: { phase: 'Failed', message, ...more } });

test('an Application that is synced and healthy is well', () => {
  expect(says({}).findings).toEqual([]);
});

test.each<[string, ReturnType<typeof judge>, 'problem' | 'warning', string, string]>([
  [
    'is not there, beside another',
    judge(missing, false, answered({ status: synced })),
    'problem',
    'does not exist',
    'kubectl apply -f dist/argocd',
  ],
  [
    'failed at an immutable field',
    says(failed('StatefulSet.apps "netbird-peer" is invalid: updates to statefulset spec for fields other than x')),
    'problem',
    'the last sync of the Application netbird failed',
    'kubectl -n netbird delete statefulset netbird-peer --cascade=orphan',
  ],
  [
    'was refused by a policy',
    says(failed("ValidatingAdmissionPolicy 'x' with binding 'x' denied request: wt0 is selected")),
    'problem',
    'the last sync of the Application netbird failed',
    'Correct in main.ts the value that the policy names',
  ],
  [
    'failed for another reason',
    says(failed('namespaces "x" not found')),
    'problem',
    'the last sync of the Application netbird failed',
    'argocd app sync netbird',
  ],
  [
    'has a hook that failed',
    says(
      failed('one or more tasks failed', {
        syncResult: { resources: [{ kind: 'Job', name: 'x', hookType: 'PostSync', hookPhase: 'Failed' }] },
      }),
    ),
    'problem',
    'a hook of the Application netbird failed',
    'argocd app sync netbird',
  ],
  [
    'cannot be compared, so that its sync is unknown',
    says({ sync: { status: 'Unknown' }, conditions: [{ type: 'ComparisonError', message: 'repository not found' }] }),
    'problem',
    'Argo CD cannot use the Application netbird',
    'the repository, its revision',
  ],
  ['differs from Git', says({ sync: { status: 'OutOfSync' } }), 'warning', 'is OutOfSync', 'Push or merge dist/'],
  ['was never looked at', says({ sync: {}, health: {} }), 'warning', 'has not looked at', 'the pods of Argo CD run'],
  [
    'is degraded',
    says({ health: { status: 'Degraded', message: 'pod netbird-peer-0 crashes' } }),
    'problem',
    'is Degraded',
    'argocd app get netbird',
  ],
])('an Application that %s', (_, { findings }, severity, what, fix) => {
  expect(findings).toEqual([
    expect.objectContaining({ severity, what: expect.stringContaining(what), fix: expect.stringContaining(fix) }),
  ]);
});

test.each<[string, ReturnType<typeof judge>, string]>([
  ['without Argo CD', judge(notServed), 'This cluster has no Argo CD.'],
  ['for which another cluster has Argo CD', judge(missing, true), 'The Applications are not in this cluster.'],
])('a cluster %s is not at fault', (_, judgement, reason) => {
  expect(judgement.findings).toEqual([]);
  expect(judgement.notReached).toContain(reason);
});

test('Applications that are missing where Argo CD runs are at fault', () => {
  expect(judge(missing).findings).toHaveLength(2);
});

test('a permission that is missing is no verdict', () => {
  expect(verdictOf(judge(forbidden))).toBe('unknown');
});
