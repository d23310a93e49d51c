/** What a person should know, and do. */
export interface Notice {
  /** What it is about: `192.168.1.0/24 by k8s-routing-peer`. */
  readonly subject: string;

  /** Why; one or more full sentences. */
  readonly reason: string;

  /** What to do; a full sentence. */
  readonly remedy: string;
}
