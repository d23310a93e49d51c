import type { Chart } from 'cdk8s';

export interface ArgoDeliveryProps {
  /** The repository that holds `dist/`: `https://…`, `ssh://…` or `git@host:path`, without a password. */
  readonly repository: string;

  /**
   * The branch or tag to sync.
   *
   * @default 'main'
   */
  readonly revision?: string;

  /**
   * The folder of the output in that repository; `.` where the output is all that it holds.
   *
   * @default 'dist'
   */
  readonly folder?: string;

  /**
   * The charts to deliver, each to its cluster, by an Application of its own that is named like the chart's folder:
   * `netbird`, or `west-netbird` for the chart `netbird` of the cluster `west`. Refused: the chart of the delivery, a
   * chart twice, two charts that would have Applications of one name, names of more than 63 characters.
   */
  readonly charts: readonly Chart[];

  /**
   * What makes the Applications:
   * - `applications`: they stand in the output, and somebody applies them, each new one too;
   * - `application-set`: Argo CD makes them of an ApplicationSet and `dist/index.json`, so that a new chart is delivered
   *   by its merge. A namespace or cluster-scoped kind that is new still needs the AppProject to be applied again. All
   *   charts are delivered at once: at a first installation nothing holds the peer back until the guard is in force.
   *
   * @default 'applications'
   */
  readonly makes?: 'applications' | 'application-set';

  /**
   * The name of the AppProject, and of the ApplicationSet.
   *
   * @default 'netbird'
   */
  readonly project?: string;

  /**
   * The namespace of Argo CD.
   *
   * @default 'argocd'
   */
  readonly namespace?: string;
}
