import { Construct, type IConstruct } from 'constructs';
import { parseHttpsUrl } from '../network/https-url.ts';
import { PropsReview } from '../refusal/props-review.ts';

/** Argo CD's name for the cluster that it runs in. */
export const ARGO_CDS_OWN_CLUSTER = 'https://kubernetes.default.svc';

export interface ClusterProps {
  /**
   * The address of its API server, as Argo CD knows it (`argocd cluster list`): `https://host[:port]`.
   *
   * @default the cluster that Argo CD runs in
   */
  readonly server?: string;
}

/**
 * One of several clusters that a site describes. The charts made directly below it stand in `dist/<cluster>/<chart>/`,
 * and share no object with those of other clusters. A site with one cluster needs none: its charts are made directly
 * below the site.
 */
export class Cluster extends Construct {
  /** The cluster that a construct is for; undefined in a site that names none. */
  static of(construct: IConstruct): Cluster | undefined {
    return construct.node.scopes.find((scope) => scope instanceof Cluster);
  }

  /** The address of its API server. */
  readonly server: string;

  /**
   * @param id the folder of its charts: lower-case letters, digits and hyphens
   * @throws RefusedError with every problem of the props
   */
  constructor(scope: Construct, id: string, props: ClusterProps = {}) {
    super(scope, id);
    const review = new PropsReview(this);
    const { server = ARGO_CDS_OWN_CLUSTER, ...unknownProps } = props;
    review.refuseUnknown(unknownProps);
    this.server = review.parse('server', server, (value) => parseHttpsUrl(value), ARGO_CDS_OWN_CLUSTER);
    review.conclude();
  }
}
