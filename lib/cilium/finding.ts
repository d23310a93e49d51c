/** Something that lets the tunnel's interface into Cilium, or breaks it there. Data first: how it is shown is decided elsewhere. */
export interface Finding {
  /** The rule that found it, by the name of its file in `lib/cilium/rules`: `tunnel-selected`. */
  readonly rule: string;

  /** An error stops; a warning is only shown. */
  readonly severity: 'error' | 'warning';

  /** The file or object and the key in it: `values.yaml: nodePort.directRoutingDevice`. */
  readonly place: string;

  /** The value found there, shortened where it is long. Left out when there is none. */
  readonly value?: string;

  /**
   * What that means for the version of Cilium in question: `wt0 is selected on Cilium 1.16`; when no version is known:
   * `unsafe on 1.15–1.18, safe from 1.19`.
   */
  readonly verdict: string;

  /** Why; one or more full sentences. */
  readonly reason: string;

  /** Where the reason can be looked up: `cilium#44982`, or a file of Cilium's sources. */
  readonly source: string;

  /** What to write instead; a full sentence. */
  readonly remedy: string;
}
