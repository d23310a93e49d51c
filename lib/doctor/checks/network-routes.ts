import { z } from 'zod';
import { type Check, couldNotLook, type Finding, judged } from '../check.ts';
import { type Answer, valueIn } from '../cluster/answer.ts';
import { Condition, Event, excerpt, Pod, warningsAbout } from '../objects.ts';
import { findRoutesKeeper, type RoutesKeeper } from '../routes-keeper.ts';

const Time = z.string().nullish();

const CronJob = z.object({
  metadata: z.object({ creationTimestamp: Time }).default({}),
  spec: z.object({ suspend: z.boolean().default(false) }).default({ suspend: false }),
  status: z.object({ lastScheduleTime: Time, lastSuccessfulTime: Time }).default({}),
});

const Job = z.object({
  metadata: z.object({ name: z.string(), creationTimestamp: Time }),
  status: z.object({ conditions: z.array(Condition).default([]) }).default({ conditions: [] }),
});

type CronJob = z.infer<typeof CronJob>;
type Job = z.infer<typeof Job>;

interface Evidence {
  readonly cronJob: Answer<CronJob>;

  /** Those that are kept: the last one that succeeded, and some that failed. */
  readonly jobs: Answer<readonly Job[]>;
  readonly pods: Answer<readonly Pod[]>;

  /** About all pods of the namespace. */
  readonly events: Answer<readonly Event[]>;
}

/** Whether the CronJob keeps the routes in NetBird. */
export const networkRoutes: Check<Evidence | undefined> = {
  name: 'network-routes',
  title: 'CronJob of the routes',

  async gather({ site, inquiry }) {
    const keeper = findRoutesKeeper(site);
    if (keeper === undefined) return undefined;
    const { namespace, name, labelSelector } = keeper;
    const [cronJob, jobs, pods, events] = await Promise.all([
      inquiry.get({ apiVersion: 'batch/v1', kind: 'CronJob', namespace, name }, CronJob),
      inquiry.list({ apiVersion: 'batch/v1', kind: 'Job', namespace, labelSelector }, Job),
      inquiry.list({ apiVersion: 'v1', kind: 'Pod', namespace, labelSelector }, Pod),
      inquiry.list({ apiVersion: 'v1', kind: 'Event', namespace, fieldSelector: 'involvedObject.kind=Pod' }, Event),
    ]);
    return { cronJob, jobs, pods, events };
  },

  judge(evidence, { site, now }) {
    const keeper = findRoutesKeeper(site);
    if (evidence === undefined || keeper === undefined) return judged(['The site leaves the routes to others.']);
    const { cronJob, jobs } = evidence;
    if (!cronJob.ok) {
      // That it is missing is said by drift.
      return cronJob.failure.kind === 'not-found'
        ? judged([`CronJob ${keeper.name} is not there`])
        : judged([], couldNotLook('network-routes', `The CronJob ${keeper.name}`, cronJob.failure));
    }
    if (!jobs.ok) return judged([], couldNotLook('network-routes', 'The last run', jobs.failure));
    const { status } = cronJob.value;
    const last = lastRun(jobs.value);
    const hasFailed = last !== undefined && isTrue(last, 'Failed');
    return judged(
      [
        `the routes are kept by CronJob ${keeper.name}`,
        `a run was started at ${status.lastScheduleTime ?? 'no time'}; one was successful at ${status.lastSuccessfulTime ?? 'no time'}`,
        ...(last === undefined ? [] : [`${last.metadata.name} ${hasFailed ? 'failed' : 'succeeded'}`]),
      ],
      standsStill(cronJob.value, keeper, now),
      hasFailed ? failed(last, evidence, cronJob.value, keeper, now) : [],
    );
  },
};

const link = 'docs/netbird-network-routes.md#when-a-run-fails';

/** Three runs. */
const PATIENCE_MS = 30 * 60 * 1000;

function isLongAgo(time: string | null | undefined, now: Date): boolean {
  return now.getTime() - Date.parse(time ?? '') > PATIENCE_MS;
}

function isTrue({ status }: Job, wanted: string): boolean {
  return status.conditions.some(({ type, status: is }) => type === wanted && is === 'True');
}

/** The newest that has come to an end, whoever started it. */
function lastRun(jobs: readonly Job[]): Job | undefined {
  const time = ({ metadata }: Job) => metadata.creationTimestamp ?? '';
  return jobs
    .filter((job) => isTrue(job, 'Complete') || isTrue(job, 'Failed'))
    .toSorted((a, b) => (time(a) < time(b) ? 1 : -1))[0];
}

function runNow({ namespace, name }: RoutesKeeper): string {
  return `kubectl -n ${namespace} create job --from=cronjob/${name} again`;
}

function standsStill({ metadata, spec, status }: CronJob, keeper: RoutesKeeper, now: Date): readonly Finding[] {
  const { namespace, name } = keeper;
  if (spec.suspend) {
    return [
      {
        severity: 'warning',
        what: `the CronJob ${name} is suspended`,
        cause: 'Routes stay as they are. A peer that registers anew, or a change of the site, gets none.',
        fix: `Let it go on: kubectl -n ${namespace} patch cronjob ${name} -p '{"spec":{"suspend":false}}'; or keep them from here: npm run routes -- apply`,
        link,
        follows: ['drift'],
      },
    ];
  }
  if (!isLongAgo(status.lastScheduleTime ?? metadata.creationTimestamp, now)) return [];
  return [
    {
      severity: 'problem',
      what: `the CronJob ${name} starts no runs`,
      cause: `It should start one every 10 minutes; ${status.lastScheduleTime ? `the last was at ${status.lastScheduleTime}` : 'it has started none'}. Routes stay as they are: a peer that registers anew gets none.`,
      fix: `See what keeps it: kubectl -n ${namespace} describe cronjob ${name}; in the meantime: ${runNow(keeper)}`,
      link,
      follows: ['drift'],
    },
  ];
}

function failed(job: Job, evidence: Evidence, { status }: CronJob, keeper: RoutesKeeper, now: Date): Finding {
  const hasSucceeded = Boolean(status.lastSuccessfulTime) && !isLongAgo(status.lastSuccessfulTime, now);
  return {
    severity: hasSucceeded ? 'warning' : 'problem',
    what: `the last run of the CronJob ${keeper.name} failed`,
    cause: `It says: ${reasonOf(job, evidence)} ${hasSucceeded ? 'One before it succeeded.' : 'Routes stay as they are: a peer that registers anew gets none.'}`,
    fix: `Do what it says, then run it now: ${runNow(keeper)}; or from here, with a token of yours: npm run routes -- apply`,
    link,
    follows: ['definitions', 'drift', 'management'],
  };
}

/** What the program said last is in the status of its pod; what it did not get as far as to say, in the pod's events. */
function reasonOf(job: Job, { pods, events }: Evidence): string {
  const { name } = job.metadata;
  const pod = valueIn(pods)?.find(({ metadata }) => metadata.labels?.['batch.kubernetes.io/job-name'] === name);
  const [container] = pod?.status.containerStatuses ?? [];
  const { terminated, waiting } = container?.state ?? {};
  const { message } = job.status.conditions.find(({ type }) => type === 'Failed') ?? {};
  const said = [
    terminated?.message?.trim().split('\n').slice(-LINES).join('\n'),
    terminated && `${terminated.reason ?? 'it ended'}, code ${terminated.exitCode}`,
    waiting?.message ?? undefined,
    // The pod of a run that took too long is deleted.
    warningsAbout(pod?.metadata.uid, eventsOf(name, events))[0],
    message,
  ].find((one) => one !== undefined && one !== '');
  return `${excerpt(said ?? 'nothing', 400).replace(/\.$/, '')}.`;
}

/** A reason and a remedy, each of some lines. */
const LINES = 4;

/** Pods of a Job have its name and some letters more. */
function eventsOf(job: string, events: Answer<readonly Event[]>): Answer<readonly Event[]> {
  if (!events.ok) return events;
  return { ok: true, value: events.value.filter(({ involvedObject }) => involvedObject.name?.startsWith(`${job}-`)) };
}
