import type { InterfaceName } from '../network/interface-name.ts';
import type { LabelMap } from '../network/label-map.ts';
import { CiliumVersion } from './cilium-version.ts';

/** What a configuration of Cilium is judged for. */
export interface Question {
  /** The interface that Cilium must never select. */
  readonly interfaceName: InterfaceName;

  /**
   * The version of Cilium in the cluster.
   *
   * @default unknown: only what is safe on every version from 1.15 to 1.20 passes
   */
  readonly ciliumVersion?: CiliumVersion;

  /**
   * All labels of the node that has the interface.
   *
   * @default unknown: what the cluster as a whole gets is judged, and each CiliumNodeConfig on its own
   */
  readonly nodeLabels?: LabelMap;
}

/** The versions that an answer has to hold for. A version that nobody has read the sources of may be like any other. */
export function judgedVersions({ ciliumVersion }: Question): readonly CiliumVersion[] {
  const known = CiliumVersion.known.filter((version) => version.toString() === ciliumVersion?.toString());
  return known.length > 0 ? known : CiliumVersion.known;
}

/**
 * Where something holds: `on Cilium 1.16`; and when that version is not known, `on every version`, `on 1.15–1.18`,
 * `from 1.19`, or `on 1.15 and from 1.19`.
 *
 * @param versions some of the judged versions, in order; all of them where it is left out
 */
export function describeVersions(question: Question, versions = judgedVersions(question)): string {
  const judged = judgedVersions(question);
  if (judged.length === 1) return `on Cilium ${judged[0]}`;
  return versions.length === judged.length ? 'on every version' : ranges(versions);
}

/**
 * The verdict on something that is unsafe on some of the judged versions.
 *
 * @param what that it does there, as a clause: `wt0 is selected`
 * @param unsafe at least one of the judged versions, in order
 */
export function describeVerdict(question: Question, what: string, unsafe: readonly CiliumVersion[]): string {
  const where = describeVersions(question, unsafe);
  if (judgedVersions(question).length === 1) return `${what} ${where}`;
  const safe = judgedVersions(question).filter((version) => !unsafe.includes(version));
  return safe.length === 0 ? `unsafe ${where}` : `unsafe ${where}, safe ${describeVersions(question, safe)}`;
}

function ranges(versions: readonly CiliumVersion[]): string {
  const runs: CiliumVersion[][] = [];
  for (const version of versions) {
    const index = CiliumVersion.known.indexOf(version);
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run !== undefined && last === CiliumVersion.known[index - 1]) run.push(version);
    else runs.push([version]);
  }
  const newest = CiliumVersion.known.at(-1);
  return runs
    .map((run) => {
      if (run.at(-1) === newest) return `from ${run[0]}`;
      return run.length === 1 ? `on ${run[0]}` : `on ${run[0]}–${run.at(-1)}`;
    })
    .join(' and ');
}

/** One that Cilium may use, for examples. */
export function otherInterface(interfaceName: InterfaceName): string {
  return interfaceName === 'eth0' ? 'eth1' : 'eth0';
}
