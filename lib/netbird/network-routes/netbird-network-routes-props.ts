import type { CaCertificate } from '../../secrets/ca-certificate.ts';
import type { NetbirdRoutingPeer } from '../netbird-routing-peer.ts';
import type { AccessToken } from './access-token.ts';

export interface NetbirdNetworkRoutesProps {
  /**
   * The routing peers, all of one management server. Each of their replicas gets a route for each network. Refused: an
   * `http:` managementUrl, over which the access token would be read on the way.
   */
  readonly peers: readonly NetbirdRoutingPeer[];

  /**
   * Where the personal access token comes from. It belongs to a service user of NetBird with the role `admin` or
   * `network_admin`. A literal token is refused: it would stay in Git for ever.
   */
  readonly accessToken: AccessToken;

  /**
   * The networks, IPv4 prefixes: `['192.168.1.0/24']`. Refused: what a peer does not have behind it.
   *
   * @default all that the peers have behind them
   */
  readonly networks?: readonly string[];

  /**
   * The distribution groups, by their names in NetBird: the peers that get the routes are in one of them.
   *
   * @default ['All']
   */
  readonly groups?: readonly string[];

  /**
   * The access control groups, by their names in NetBird: only what policies allow into these groups may pass.
   *
   * @default none: everything that comes from the distribution groups may pass
   */
  readonly accessControlGroups?: readonly string[];

  /**
   * The metrics, 1 to 9999, one for each replica of each peer, in their order, or one for a `peerGroup`. The lowest wins;
   * among equal ones each far side takes the one with the lowest latency.
   *
   * @default 9999 for each, as in NetBird's UI
   */
  readonly metrics?: readonly number[];

  /**
   * The group in NetBird whose peers route, instead of each replica by its name. A peer that registers anew needs no new
   * route then; in turn its setup key must assign the group, and whoever is in the group routes. Refused together with
   * several metrics, and with peers that have different networks.
   *
   * @default none: a route for each replica
   */
  readonly peerGroup?: string;

  /**
   * Whether the peers hide the sources behind their own addresses.
   *
   * @default as each peer says
   */
  readonly masquerade?: boolean;

  /**
   * What NetBird's UI shows about the routes. A mark is put behind it.
   *
   * @default 'Routing peer in Kubernetes'
   */
  readonly description?: string;

  /**
   * What the routes are called in NetBird: 1 to 40 characters. Routes of one id and one network stand in for each other.
   * Write the one of a route made by hand to keep it when that is taken over.
   *
   * @default '<owner>-<network>' for each network, such as `k8s-routing-peer-192.168.1.0-24`
   */
  readonly networkId?: string;

  /**
   * Whose the routes are: letters, digits, `-`, `_` and `.`, at most 63. It is in the mark by which the program knows
   * its own routes, so no other site of the same NetBird account may have it. Changing it leaves the old routes behind,
   * for nobody.
   *
   * @default the name that NetBird knows the first peer by
   */
  readonly owner?: string;

  /**
   * The certificate authority of a management server whose certificate no public one signed.
   *
   * @default those that Node.js trusts
   */
  readonly caCertificate?: CaCertificate;

  /**
   * The image, which needs Node.js 24 or later as `node` and nothing else. Refused: tags that move, without a digest, and
   * an older `node`.
   *
   * @default node:24.21.0-alpine
   */
  readonly image?: string;

  /**
   * The beginning of the objects' names, and the name of the CronJob. At most 40 characters.
   *
   * @default 'netbird-routes'
   */
  readonly name?: string;

  /**
   * The namespace, which this construct makes, with Pod Security `restricted`. Refused: `default`, `kube-…`.
   *
   * @default 'netbird-routes'
   */
  readonly namespace?: string;

  /**
   * Annotations for every object of this construct. Refused: those of Argo CD, by which the construct sets the order.
   *
   * @default none
   */
  readonly annotations?: Readonly<Record<string, string>>;
}
