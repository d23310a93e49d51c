import { z } from 'zod';
import { type Answer, valueIn } from './cluster/answer.ts';
import { hideSecrets } from './hide-secrets.ts';

// The parts of objects that checks look at. Whatever else an object has is not read.

const Metadata = z.object({
  name: z.string(),
  uid: z.string().optional(),
  labels: z.record(z.string(), z.string()).optional(),
  deletionTimestamp: z.string().optional(),
});

export const Condition = z.object({
  type: z.string(),
  status: z.string(),
  reason: z.string().optional(),
  message: z.string().optional(),
  lastTransitionTime: z.string().nullish(),
});

export type Condition = z.infer<typeof Condition>;

const Terminated = z.object({
  exitCode: z.number(),
  reason: z.string().optional(),
  message: z.string().optional(),
  finishedAt: z.string().nullish(),
});

/** A time that nobody set is null. */
const State = z.object({
  running: z.object({ startedAt: z.string().nullish() }).optional(),
  waiting: z.object({ reason: z.string().optional(), message: z.string().optional() }).optional(),
  terminated: Terminated.optional(),
});

const ContainerStatus = z.object({
  name: z.string(),
  ready: z.boolean().default(false),
  restartCount: z.number().default(0),
  state: State.default({}),
  lastState: State.default({}),
});

export type ContainerStatus = z.infer<typeof ContainerStatus>;

export const Pod = z.object({
  metadata: Metadata,
  spec: z.object({
    nodeName: z.string().optional(),
    containers: z.array(
      z.object({
        name: z.string(),
        image: z.string(),
        env: z.array(z.object({ name: z.string(), value: z.string().optional() })).default([]),
      }),
    ),
  }),
  status: z
    .object({
      phase: z.string().optional(),
      reason: z.string().optional(),
      message: z.string().optional(),
      conditions: z.array(Condition).default([]),
      initContainerStatuses: z.array(ContainerStatus).default([]),
      containerStatuses: z.array(ContainerStatus).default([]),
    })
    .default({ conditions: [], initContainerStatuses: [], containerStatuses: [] }),
});

export type Pod = z.infer<typeof Pod>;

export const Node = z.object({
  metadata: Metadata,
  spec: z.object({ unschedulable: z.boolean().optional() }).optional(),
  status: z
    .object({
      addresses: z.array(z.object({ type: z.string(), address: z.string() })).default([]),
      conditions: z.array(Condition).default([]),
    })
    .default({ addresses: [], conditions: [] }),
});

export type Node = z.infer<typeof Node>;

export const Claim = z.object({
  metadata: Metadata,
  spec: z.object({ storageClassName: z.string().optional() }).default({}),
  status: z.object({ phase: z.string().optional() }).default({}),
});

export type Claim = z.infer<typeof Claim>;

export const Event = z.object({
  type: z.string().optional(),
  reason: z.string().optional(),
  message: z.string().optional(),
  lastTimestamp: z.string().nullish(),
  eventTime: z.string().nullish(),
  involvedObject: z.object({ uid: z.string().optional(), name: z.string().optional() }).default({}),
});

export type Event = z.infer<typeof Event>;

/**
 * The messages of warnings about an object, the newest first.
 *
 * @param uid an object that had the same name before has events of its own, which stay for an hour; undefined: those too
 */
export function warningsAbout(
  uid: string | undefined,
  events: Answer<readonly Event[]>,
  ...reasons: readonly string[]
): readonly string[] {
  const time = ({ lastTimestamp, eventTime }: Event) => lastTimestamp ?? eventTime ?? '';
  const isAboutIt = ({ involvedObject }: Event) => uid === undefined || (involvedObject.uid ?? uid) === uid;
  return (valueIn(events) ?? [])
    .filter(isAboutIt)
    .filter(({ type, reason = '' }) => type === 'Warning' && (reasons.length === 0 || reasons.includes(reason)))
    .toSorted((a, b) => (time(a) < time(b) ? 1 : -1))
    .flatMap(({ message }) => message ?? []);
}

/** Any object, for those who compare or pass it on whole. */
export const AnyObject = z.record(z.string(), z.unknown());

/** A text from elsewhere in one line, shortened, without anything that looks like a secret. */
export function excerpt(text: string, length = 240): string {
  const plain = hideSecrets(text).replaceAll(/\s+/g, ' ').trim();
  return plain.length <= length ? plain : `${plain.slice(0, length - 3)}...`;
}
