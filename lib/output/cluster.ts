import { Construct, type IConstruct } from 'constructs';
import { InvalidValue } from '../refusal/invalid-value.ts';
import { PropsReview } from '../refusal/props-review.ts';

/** Argo CD's name for the cluster that it runs in. */
const ARGO_CDS_OWN_CLUSTER = 'https://kubernetes.default.svc';

export interface ClusterProps {
  /**
   * The address of its API server, letter by letter as Argo CD knows it (`argocd cluster list`):
   * `https://host[:port][/path]`. A slash at the end is dropped, as Argo CD does.
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

  /** The API server that a construct is for, as Argo CD knows it: what is below no cluster is for Argo CD's own. */
  static serverOf(construct: IConstruct): string {
    return Cluster.of(construct)?.server ?? ARGO_CDS_OWN_CLUSTER;
  }

  /** The address of its API server. */
  readonly server: string;

  /**
   * @param id the folder of its charts: up to 63 lower-case letters, digits and hyphens
   * @throws RefusedError with every problem of the props
   */
  constructor(scope: Construct, id: string, props: ClusterProps = {}) {
    super(scope, id);
    const review = new PropsReview(this);
    const { server = ARGO_CDS_OWN_CLUSTER, ...unknownProps } = review.members('props', props);
    review.refuseUnknown(unknownProps);
    this.server = review.parse('server', server, parseServer, 'https://east.example.org');
    review.conclude();
  }
}

/** Argo CD compares the texts, so that all else of it is kept. */
function parseServer(value: unknown): string {
  const text = typeof value === 'string' ? value.replace(/\/+$/, '') : '';
  if (!/^https:\/\/[^\s?#@]+$/i.test(text) || !URL.canParse(text)) {
    throw new InvalidValue(
      'It is not the address of an API server.',
      'Write what argocd cluster list shows, for example "https://east.example.org:6443".',
      { mayShowValue: !/[@?#]/.test(String(value)) },
    );
  }
  return text;
}
