import { parseAnnotations } from '../../argocd/sync.ts';
import { type DnsLabel, parseDnsLabel } from '../../network/dns-label.ts';
import { ImageReference } from '../../network/image-reference.ts';
import { InvalidValue } from '../../refusal/invalid-value.ts';
import type { PropsReview } from '../../refusal/props-review.ts';
import { type CaCertificate, reviewCaCertificate } from '../../secrets/ca-certificate.ts';
import { ACCESS_TOKEN_KIND } from '../../secrets/secret-kind.ts';
import { reviewReference } from '../../secrets/secret-reference.ts';
import type { SecretSource } from '../../secrets/secret-source.ts';
import type { DesiredRoutes } from '../management/desired-routes.ts';
import { parseOwnNamespace } from '../parse-own-namespace.ts';
import type { NetbirdNetworkRoutesProps } from './netbird-network-routes-props.ts';
import { reviewRoutes } from './review-routes.ts';

/** The checked props of a site's routes, with their defaults. */
export interface NetworkRoutesSettings {
  readonly desired: DesiredRoutes;
  readonly accessToken: SecretSource;
  readonly caCertificate: CaCertificate | undefined;
  readonly image: string;
  readonly name: DnsLabel;
  readonly namespace: DnsLabel;
  readonly annotations: Readonly<Record<string, string>>;
}

// renovate: datasource=docker depName=node
const NODE_IMAGE = 'node:24.21.0-alpine';

/** Checks the props of a site's routes and fills in the defaults; what is wrong goes into the review. */
export function reviewNetworkRoutes(props: NetbirdNetworkRoutesProps, review: PropsReview): NetworkRoutesSettings {
  const {
    peers,
    accessToken,
    networks,
    groups,
    accessControlGroups,
    metrics,
    peerGroup,
    masquerade,
    description,
    networkId,
    owner,
    ...rest
  } = review.props(props);
  const {
    caCertificate,
    image = NODE_IMAGE,
    name = 'netbird-routes',
    namespace = 'netbird-routes',
    annotations = {},
    ...unknownProps
  } = rest;
  review.refuseUnknown(unknownProps);
  const { desired, overlays } = reviewRoutes(
    { peers, networks, groups, accessControlGroups, metrics, peerGroup, masquerade, description, networkId, owner },
    review,
  );
  return {
    desired,
    accessToken: reviewReference(accessToken, ACCESS_TOKEN_KIND, { field: 'accessToken', overlays, review }),
    caCertificate: reviewCaCertificate(caCertificate, 'caCertificate', review),
    image: review.parse('image', image, parseNodeImage, NODE_IMAGE).toString(),
    name: review.parse('name', name, parseShortName, 'netbird-routes'),
    namespace: review.parse('namespace', namespace, parseOwnNamespace, 'netbird-routes'),
    annotations: review.parse('annotations', annotations, parseAnnotations, {}),
  };
}

/** The oldest Node.js that the program was run with. */
const OLDEST_NODE = 24;

/** What an image of another name has in it, its tag does not say. */
function parseNodeImage(value: unknown, example?: string): ImageReference {
  const image = ImageReference.parse(value, example);
  const major = /^v?(\d+)/.exec(image.tag)?.[1];
  if (/(^|\/)node:/.test(image.toString()) && Number(major) < OLDEST_NODE) {
    throw new InvalidValue(`The program needs Node.js ${OLDEST_NODE} or later.`, `Write, for example, "${example}".`);
  }
  return image;
}

function parseShortName(value: unknown, example?: string): DnsLabel {
  const label = parseDnsLabel(value, example);
  if (label.length > 40) {
    throw new InvalidValue(
      'With more than 40 characters, Kubernetes could not name the Jobs after it.',
      'Write a shorter one, for example "netbird-routes".',
    );
  }
  return label;
}
