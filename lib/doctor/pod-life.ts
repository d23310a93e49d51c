import type { Finding } from './check.ts';
import { type Answer, valueIn } from './cluster/answer.ts';
import type { ContainerStatus, Event, Node, Pod } from './objects.ts';
import type { Peer } from './site.ts';

/** What is known of a pod that is there. */
export interface PodLife {
  readonly pod: Pod;
  readonly peer: Peer;

  /** Undefined while the pod has none. */
  readonly node: Answer<Node> | undefined;

  /** Those that the selector of the peer matches. */
  readonly wantedNodes: Answer<readonly Node[]>;
  readonly events: Answer<readonly Event[]>;

  /** Of {@link containerInQuestion}, where it has run. */
  readonly log: Answer<string> | undefined;

  /** When it was looked at. */
  readonly now: Date;
}

/** A step in the life of a pod: what keeps it from the next one, or undefined. */
export type Stage = (life: PodLife) => Finding | undefined;

export function clientOf({ status }: Pod, { container }: Peer): ContainerStatus | undefined {
  return status.containerStatuses.find(({ name }) => name === container);
}

/** The first container that is not yet, or no longer, what it is to be: ended without a fault, or ready. */
export function containerInQuestion({ status }: Pod): ContainerStatus | undefined {
  return (
    status.initContainerStatuses.find(({ state }) => state.terminated?.exitCode !== 0) ??
    status.containerStatuses.find(({ ready }) => !ready)
  );
}

/** Whether kubelet has got as far as to the container itself: its image, or a run of it. */
export function hasBegun({ state: { running, terminated, waiting }, lastState }: ContainerStatus): boolean {
  const run = running ?? terminated ?? lastState.terminated;
  return run !== undefined || ![undefined, 'PodInitializing', 'ContainerCreating'].includes(waiting?.reason);
}

/** `Error, code 1, at 2026-01-01T00:00:00Z` */
export function describeEnd(end: ContainerStatus['state']['terminated']): string {
  if (end === undefined) return 'unknown';
  return [end.reason ?? 'ended', `code ${end.exitCode}`, ...(end.finishedAt ? [`at ${end.finishedAt}`] : [])].join(
    ', ',
  );
}

/** The last lines of the log of the container in question, each after the other; empty where there is none. */
export function lastLines(log: Answer<string> | undefined, count: number): string {
  return ((log && valueIn(log)) ?? '').trim().split('\n').slice(-count).join(' | ');
}
