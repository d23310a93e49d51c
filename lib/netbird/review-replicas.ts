import { parseDnsLabel } from '../network/dns-label.ts';
import { InvalidValue } from '../refusal/invalid-value.ts';
import { parseBoolean } from '../refusal/parse-boolean.ts';
import type { PropsReview } from '../refusal/props-review.ts';
import type { NetbirdRoutingPeerProps } from './netbird-routing-peer-props.ts';

/** How many peers route side by side, and what they are called. */
export interface Replicas {
  readonly count: number;

  /** What each replica registers as; with several, their ordinal is filled in when the pod starts. */
  readonly hostname: string;

  /** The names that NetBird knows them by, in the order of their ordinals. */
  readonly registeredNames: readonly string[];

  readonly spreadOverZones: boolean;
}

/** The variable that holds the ordinal of a replica. */
export const POD_INDEX = 'POD_INDEX';

type ReplicaProps = Pick<
  NetbirdRoutingPeerProps,
  'hostname' | 'replicas' | 'registeredNames' | 'spreadOverZones' | 'nodeSelector'
>;

/** Checks whether the replicas have nodes and names of their own. */
export function reviewReplicas(props: ReplicaProps, review: PropsReview): Replicas {
  const count = review.parse('replicas', props.replicas, parseReplicas, 1);
  const hostname = review.parse('hostname', props.hostname, (value) => parseHostname(value, count), 'routing-peer');
  const spreadOverZones = review.parse('spreadOverZones', props.spreadOverZones, parseBoolean, false);
  if (count > 1 && Object(props.nodeSelector)['kubernetes.io/hostname'] !== undefined) {
    review.refuse('replicas', {
      value: count,
      reason: 'The node selector names one host, and two replicas on one node would fight over the tunnel interface.',
      remedy:
        'Give the nodes a label of your own, and select by that, for example { "example.org/routing-peer": "true" }.',
    });
  }
  if (count === 1 && spreadOverZones) {
    review.refuse('spreadOverZones', {
      value: spreadOverZones,
      reason: 'One replica is in one zone.',
      remedy: 'Take it out, or write replicas: 2.',
    });
  }
  return {
    count,
    hostname: count === 1 ? hostname : `${hostname}-$(${POD_INDEX})`,
    registeredNames: reviewNames(props.registeredNames, hostname, count, review),
    spreadOverZones,
  };
}

function reviewNames(names: unknown, hostname: string, count: number, review: PropsReview): readonly string[] {
  if (names === undefined) {
    return count === 1 ? [hostname] : Array.from({ length: count }, (_, ordinal) => `${hostname}-${ordinal}`);
  }
  const checked = review.parseList('registeredNames', names, parseRegisteredName, `["${hostname}"]`);
  if (checked.length !== count && checked.length > 0) {
    review.refuse('registeredNames', {
      value: names,
      reason: `There ${count === 1 ? 'is 1 replica' : `are ${count} replicas`}, and each has one name.`,
      remedy: 'Write the names in the order of the ordinals.',
    });
  }
  for (const [index, name] of checked.entries()) {
    if (name === undefined || !checked.slice(0, index).includes(name)) continue;
    review.refuse(`registeredNames[${index}]`, {
      value: name,
      reason: 'Two replicas of one name cannot be told apart.',
      remedy: 'Rename one of them in NetBird, and write that name.',
    });
  }
  return checked.filter((name) => name !== undefined);
}

function parseReplicas(value: unknown): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > 100) {
    throw new InvalidValue('It is not a number of replicas: a whole number from 1 to 100.', 'Write, for example, 2.');
  }
  return value;
}

function parseHostname(value: unknown, replicas: number): string {
  const hostname = parseDnsLabel(value);
  const longest = replicas === 1 ? hostname : `${hostname}-${replicas - 1}`;
  if (longest.length > 63) {
    throw new InvalidValue(
      `With the ordinal behind it, "${longest}" has more than 63 characters.`,
      'Write a shorter one, for example "k8s-routing-peer".',
    );
  }
  return hostname;
}

/** As NetBird's UI shows it; there it can be renamed to anything. */
function parseRegisteredName(value: unknown): string {
  if (typeof value !== 'string' || value === '' || value !== value.trim() || /\p{Cc}/u.test(value)) {
    throw new InvalidValue(
      'It is not the name of a peer.',
      'Write it as NetBird shows it, for example "k8s-routing-peer".',
    );
  }
  return value;
}
