import type { Failure } from './cluster/answer.ts';
import type { Examination } from './examination.ts';

/** The checks, in the order of the data path. */
export const CHECK_NAMES = [
  'definitions',
  'applications',
  'drift',
  'admission',
  'setup-key',
  'claim',
  'pod',
  'management',
  'agent',
  'identity',
  'network-routes',
  'route',
  'far-side',
  'forwarding',
  'tunnel',
  'nat',
  'environment',
  'cilium-devices',
  'cilium-settings',
  'gateway-node',
  'gateway',
] as const;

export type CheckName = (typeof CHECK_NAMES)[number];

/** One question about a site. `gather` asks and never judges; `judge` is pure. */
export interface Check<Evidence> {
  readonly name: CheckName;

  /** What it looks at, in a few words. */
  readonly title: string;

  gather(examination: Examination): Promise<Evidence>;
  judge(evidence: Evidence, examination: Pick<Examination, 'site' | 'options' | 'now'>): Judgement;
}

/** What a check makes of the evidence. */
export interface Judgement {
  /** What was seen, one line each. */
  readonly evidence: readonly string[];

  /** What is wrong, or not known; the gravest first. Empty: all is well. */
  readonly findings: readonly Finding[];

  /** Why there was nothing to ask yet; there are no findings then. */
  readonly notReached?: string;

  /** What nobody sees from here, and the command by which a person can: `on the node: nft list table ip netbird`. */
  readonly byHand?: readonly string[];
}

/** One thing that is wrong, or that nobody knows. */
export interface Finding {
  /**
   * - `problem`: it breaks the path, or will at the next restart;
   * - `warning`: it breaks something under conditions that are named;
   * - `unknown`: it could not be looked at, or cannot be seen from here.
   */
  readonly severity: 'problem' | 'warning' | 'unknown';

  /** What is wrong, as a headline without a full stop: `the key is not in the Secret`. */
  readonly what: string;

  /** Why it is so, and what follows from it; full sentences. */
  readonly cause: string;

  /**
   * The one next step; full sentences. A command stands behind a colon, and last or before a semicolon: it gets a line of
   * its own, and is copied.
   */
  readonly fix: string;

  /** A file of the repository, with the heading: `docs/doctor.md#agent`. */
  readonly link: string;

  /** Checks whose problem explains this one: where one of them has a problem, this is what follows from it. */
  readonly follows?: readonly CheckName[];

  /** Why it could not be looked at. Left out where it can never be seen from here. */
  readonly failure?: Failure;
}

export type Verdict = 'ok' | 'problem' | 'warning' | 'unknown' | 'not-reached';

export function verdictOf({ findings, notReached }: Judgement): Verdict {
  if (notReached !== undefined) return 'not-reached';
  const severities = findings.map(({ severity }) => severity);
  return (['problem', 'warning', 'unknown'] as const).find((severity) => severities.includes(severity)) ?? 'ok';
}

/** Nothing to complain of, or what is. */
export function judged(evidence: readonly string[], ...findings: readonly (Finding | readonly Finding[])[]): Judgement {
  const order = ['problem', 'warning', 'unknown'];
  return {
    evidence,
    findings: findings.flat().sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity)),
  };
}

export function notReached(reason: string, evidence: readonly string[] = []): Judgement {
  return { evidence, findings: [], notReached: reason };
}

/** A question that has no answer, because something that is judged elsewhere is in the way, or because nobody could look. */
export function unanswerable(
  name: CheckName,
  what: string,
  failure: Failure,
  evidence: readonly string[] = [],
): Judgement {
  return failure.kind === 'not-running'
    ? notReached(failure.message, evidence)
    : judged(evidence, couldNotLook(name, what, failure));
}

/** @param what the thing that could not be looked at, as in "… is not known": `the state of the agent` */
export function couldNotLook(name: CheckName, what: string, failure: Failure): Finding {
  return {
    severity: 'unknown',
    what: `${what} is not known`,
    cause: failure.message,
    fix: failure.remedy ?? FIXES[failure.kind] ?? 'Run the command that was asked by hand, and read what it says.',
    link:
      failure.kind === 'forbidden' && failure.remedy === undefined
        ? 'docs/doctor.md#what-it-may-do'
        : `docs/doctor.md#${name}`,
    failure,
  };
}

const FIXES: Partial<Record<Failure['kind'], string>> = {
  forbidden: 'Give yourself that permission; the Role with all that the doctor asks is in the documentation.',
  unauthorized: 'Log in again, or choose another context by --context.',
  'no-program': 'See which image the container has, and compare it with dist/.',
  unreachable: 'See whether the API server can be reached from here: kubectl version',
  'timed-out': 'Try again with a longer --timeout; if that does not help, look at the node of the pod.',
};
