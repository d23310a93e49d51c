import { expect, test } from '@jest/globals';
import { verdictOf } from '../../../lib/doctor/check.ts';
import { networkRoutes } from '../../../lib/doctor/checks/network-routes.ts';
import { answered, unanswered } from '../../../lib/doctor/cluster/answer.ts';
import { Event, Pod } from '../../../lib/doctor/objects.ts';
import { forbidden, known } from '../../support/examination.ts';

type Evidence = NonNullable<Parameters<typeof networkRoutes.judge>[0]>;

const NOW = '2031-05-04T11:58:00Z';
const LONG_AGO = '2031-05-04T11:00:00Z';

function cronJob(status: object = {}, suspend = false) {
  return answered({
    metadata: { creationTimestamp: '2031-01-01T00:00:00Z' },
    spec: { suspend },
    status: { lastScheduleTime: NOW, lastSuccessfulTime: NOW, ...status },
  });
}

function job(name: string, type: 'Complete' | 'Failed' | 'Suspended', creationTimestamp: string, message = '') {
  return { metadata: { name, creationTimestamp }, status: { conditions: [{ type, status: 'True', message }] } };
}

function pod(jobName: string, state: object) {
  return Pod.parse({
    metadata: { name: `${jobName}-x`, uid: `uid-of-${jobName}`, labels: { 'batch.kubernetes.io/job-name': jobName } },
    spec: { containers: [] },
    status: { containerStatuses: [{ name: 'reconcile', state }] },
  });
}

const says = (message?: string) => ({ terminated: { exitCode: 1, reason: 'Error', message } });

function event(about: string, message: string, uid?: string) {
  return Event.parse({ type: 'Warning', reason: 'FailedMount', message, involvedObject: { name: about, uid } });
}

function judge(evidence: Partial<Evidence>) {
  const well = { cronJob: cronJob(), jobs: answered([]), pods: answered([]), events: answered([]) };
  return networkRoutes.judge({ ...well, ...evidence }, known);
}

const good = job('good', 'Complete', '2031-05-04T11:58:00Z');
const bad = job('bad', 'Failed', '2031-05-04T11:48:00Z', 'Job was active longer than specified deadline');

test.each<[string, Partial<Evidence>]>([
  ['the last run was good', { jobs: answered([bad, good]), pods: answered([pod('bad', says('old'))]) }],
  [
    'it was made a moment ago',
    { cronJob: answered({ metadata: { creationTimestamp: NOW }, spec: { suspend: false }, status: {} }) },
  ],
  ['a run is under way', { jobs: answered([job('now', 'Suspended', NOW), good]) }],
  ['it is not there, which drift says', { cronJob: unanswered('not-found', 'There is none.') }],
])('well: %s', (_, evidence) => {
  expect(judge(evidence).findings).toEqual([]);
});

test('a site without such a CronJob has nothing to look at', () => {
  expect(networkRoutes.judge(undefined, known).findings).toEqual([]);
});

test.each([
  [
    'what its program says',
    [pod('bad', says('Wanted.\nThe server does not accept the API token (401).\n   Make a new one.\n'))],
    'does not accept the API token (401). Make a new one.',
  ],
  ['how it ended', [pod('bad', says())], 'It says: Error, code 1.'],
  [
    'why its container was not made',
    [pod('bad', { waiting: { reason: 'CreateContainerConfigError', message: 'secret "x" not found' } })],
    'secret "x" not found.',
  ],
  ['what its events say, when its pod is gone', [], 'It says: no token.'],
])('a run that failed is told by %s', (_, pods, cause) => {
  const events = answered([event('bad-x', 'no token'), event('good-x', 'of another'), event('bad', 'of a CronJob')]);
  expect(judge({ jobs: answered([bad]), pods: answered(pods), events }).findings).toEqual([
    expect.objectContaining({
      what: 'the last run of the CronJob netbird-routes failed',
      cause: expect.stringContaining(cause),
      fix: expect.stringContaining('kubectl -n netbird-routes create job --from=cronjob/netbird-routes again'),
    }),
  ]);
});

test('a run of which nothing is left is told by its Job', () => {
  expect(judge({ jobs: answered([bad]) }).findings[0]?.cause).toContain('active longer than specified deadline');
});

test.each([
  ['starts no runs', cronJob({ lastScheduleTime: LONG_AGO }), [], 'problem', 'starts no runs'],
  [
    'has never started one',
    answered({ metadata: { creationTimestamp: LONG_AGO }, spec: { suspend: false }, status: {} }),
    [],
    'problem',
    'starts no runs',
  ],
  ['is suspended', cronJob({ lastScheduleTime: LONG_AGO }, true), [], 'warning', 'is suspended'],
  ['failed once', cronJob({ lastSuccessfulTime: '2031-05-04T11:38:00Z' }), [bad], 'warning', 'failed'],
  ['fails for long', cronJob({ lastSuccessfulTime: LONG_AGO }), [bad], 'problem', 'failed'],
  ['has never succeeded', cronJob({ lastSuccessfulTime: null }), [bad], 'problem', 'failed'],
])('a CronJob that %s', (_, found, jobs, severity, what) => {
  expect(judge({ cronJob: found, jobs: answered(jobs) }).findings).toMatchObject([
    { severity, what: expect.stringContaining(what) },
  ]);
});

test('a permission that is missing is no verdict', () => {
  expect(verdictOf(judge({ cronJob: forbidden }))).toBe('unknown');
  expect(verdictOf(judge({ jobs: forbidden }))).toBe('unknown');
});
