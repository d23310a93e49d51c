import type { k8s } from 'cdk8s-plus-28';
import { parseAnnotations } from '../argocd/sync.ts';
import { type ByteQuantity, parseByteQuantity } from '../network/byte-quantity.ts';
import { Cidr } from '../network/cidr.ts';
import { type CpuQuantity, parseCpuQuantity } from '../network/cpu-quantity.ts';
import { type DnsLabel, parseDnsLabel } from '../network/dns-label.ts';
import { type DnsSubdomain, parseDnsSubdomain } from '../network/dns-subdomain.ts';
import { parseHttpsUrl } from '../network/https-url.ts';
import { ImageReference } from '../network/image-reference.ts';
import { type InterfaceName, parseInterfaceName } from '../network/interface-name.ts';
import { type LabelMap, parseLabelMap } from '../network/label-map.ts';
import { InvalidValue } from '../refusal/invalid-value.ts';
import type { PropsReview } from '../refusal/props-review.ts';
import { clientEnvironment, reservedBecause } from './client-environment.ts';
import type { ImmutableFields, NetbirdRoutingPeerProps, RoutingPeerResources } from './netbird-routing-peer-props.ts';
import { NetbirdVersion } from './netbird-version.ts';
import { SETUP_KEY_VOLUME, SetupKey } from './setup-key.ts';

/** The checked props of a routing peer, with their defaults. */
export interface RoutingPeerSettings {
  readonly version: NetbirdVersion;
  readonly image: string;
  readonly setupKey: SetupKey;
  readonly overlay: Cidr;
  readonly networks: readonly Cidr[];
  readonly interfaceName: InterfaceName;
  readonly environment: Readonly<Record<string, string>>;
  /** The name of the StatefulSet, and of what belongs to its pods. */
  readonly peerName: string;
  readonly setupKeyName: string;
  readonly namespace: DnsLabel;
  readonly nodeSelector: LabelMap;
  readonly tolerations: readonly k8s.Toleration[];
  readonly priorityClassName: DnsSubdomain | undefined;
  readonly storageSize: ByteQuantity;
  readonly storageClassName: DnsSubdomain | undefined;
  readonly resources: ContainerResources;
  readonly privileged: boolean;
  readonly annotations: Readonly<Record<string, string>>;
  readonly podAnnotations: Readonly<Record<string, string>>;
  readonly immutableFields: Required<ImmutableFields>;
}

export interface ContainerResources {
  readonly cpuRequest: CpuQuantity;
  readonly memoryRequest: ByteQuantity;
  readonly memoryLimit: ByteQuantity;
}

/** Checks the props of a routing peer and fills in the defaults; what is wrong goes into the review. */
export function reviewRoutingPeer(props: NetbirdRoutingPeerProps, review: PropsReview): RoutingPeerSettings {
  const {
    version,
    image,
    managementUrl,
    allowHttpManagementUrl = false,
    hostname,
    setupKey,
    overlay,
    allowOverlayOutsideSharedRange = false,
    networks,
    interfaceName = 'wt0',
    wireguardPort = 51820,
    name = 'netbird',
    namespace = 'netbird',
    nodeSelector = { 'kubernetes.io/os': 'linux' },
    tolerations = [],
    priorityClassName,
    storageSize = '100Mi',
    storageClassName,
    resources = {},
    privileged = false,
    environment = {},
    annotations = {},
    podAnnotations = {},
    immutableFields = {},
    ...unknownProps
  } = props;

  review.refuseUnknown(unknownProps);
  const checkedVersion = review.parse('version', version, NetbirdVersion.parse, '0.66.2');
  const checkedInterfaceName = review.parse('interfaceName', interfaceName, parseInterfaceName, 'wt0');
  const checkedName = review.parse('name', name, parseNamePrefix, 'netbird');
  const mayBeHttp = review.parse('allowHttpManagementUrl', allowHttpManagementUrl, parseBoolean, false);
  const ownEnvironment = clientEnvironment({
    managementUrl: review.parse(
      'managementUrl',
      managementUrl,
      (value) => parseHttpsUrl(value, () => mayBeHttp),
      'https://netbird.example.org',
    ),
    hostname: review.parse('hostname', hostname, parseDnsLabel, 'routing-peer'),
    interfaceName: checkedInterfaceName,
    wireguardPort: review.parse('wireguardPort', wireguardPort, parsePort, 51820),
  });

  return {
    version: checkedVersion,
    image: reviewImage(image, checkedVersion, review),
    setupKey: reviewSetupKey(setupKey, review),
    ...reviewNetworks({ overlay, allowOverlayOutsideSharedRange, networks }, review),
    interfaceName: checkedInterfaceName,
    environment: { ...ownEnvironment, ...reviewEnvironment(environment, ownEnvironment, review) },
    peerName: `${checkedName}-peer`,
    setupKeyName: `${checkedName}-setup-key`,
    namespace: review.parse('namespace', namespace, parseDnsLabel, 'netbird'),
    nodeSelector: review.parse('nodeSelector', nodeSelector, parseLabelMap, { 'kubernetes.io/os': 'linux' }),
    tolerations: review.parse('tolerations', tolerations, parseTolerations, []),
    priorityClassName: review.parseOptional('priorityClassName', priorityClassName, parseDnsSubdomain),
    storageSize: review.parse('storageSize', storageSize, parseByteQuantity, '100Mi'),
    storageClassName: review.parseOptional('storageClassName', storageClassName, parseDnsSubdomain),
    resources: reviewResources(resources, review),
    privileged: review.parse('privileged', privileged, parseBoolean, false),
    annotations: review.parse('annotations', annotations, parseAnnotations, {}),
    podAnnotations: review.parse('podAnnotations', podAnnotations, parseAnnotations, {}),
    immutableFields: reviewImmutableFields(immutableFields, `${checkedName}-peer`, review),
  };
}

function reviewImage(image: string | undefined, version: NetbirdVersion, review: PropsReview): string {
  if (image === undefined) return `netbirdio/netbird:${version}`;
  const reference = review.tryParse('image', image, ImageReference.parse);
  const tagVersion = reference === undefined ? undefined : /^v?(\d+\.\d+\.\d+)/.exec(reference.tag)?.[1];
  if (tagVersion !== undefined && tagVersion !== version.toString()) {
    review.refuse('image', {
      value: image,
      reason: `Its tag names version ${tagVersion}, but version is "${version}", which decides about the probes.`,
      remedy: `Write the same version in both.`,
    });
  }
  return image;
}

function reviewSetupKey(setupKey: unknown, review: PropsReview): SetupKey {
  if (setupKey instanceof SetupKey) {
    setupKey.review(review, 'setupKey');
    return setupKey;
  }
  review.refuse('setupKey', {
    reason: 'A setup key is never written here: it would stay in Git for ever.',
    remedy: 'Say where it comes from, for example SetupKey.fromOpenBao({ … }); revoke a key that was committed.',
  });
  return SetupKey.fromOpenBao({ address: '', role: '', path: '', key: '' });
}

type NetworkProps = Pick<NetbirdRoutingPeerProps, 'overlay' | 'allowOverlayOutsideSharedRange' | 'networks'>;

/** NetBird draws an account's range out of the shared address space (RFC 6598). */
const SHARED_RANGE = Cidr.parse('100.64.0.0/10');

function reviewNetworks(props: NetworkProps, review: PropsReview): { overlay: Cidr; networks: Cidr[] } {
  const overlay = review.tryParse('overlay', props.overlay, parseIpv4Cidr);
  const field = 'allowOverlayOutsideSharedRange';
  const mayBeOutside = review.parse(field, props.allowOverlayOutsideSharedRange, parseBoolean, false);
  if (overlay !== undefined && !SHARED_RANGE.contains(overlay) && !mayBeOutside) {
    review.refuse('overlay', {
      value: props.overlay,
      reason: `It is not inside ${SHARED_RANGE}, out of which NetBird draws the range of an account.`,
      remedy: 'Write the range of your account, or allowOverlayOutsideSharedRange: true when it was set by hand.',
    });
  }

  const networks = review.parseList('networks', props.networks, parseIpv4Cidr, '["192.168.1.0/24"]');
  for (const [index, network] of networks.entries()) {
    const other = [overlay, ...networks.slice(0, index)].find((earlier) => network && earlier?.overlaps(network));
    if (other === undefined) continue;
    review.refuse(`networks[${index}]`, {
      value: props.networks[index],
      reason: `It overlaps ${other === overlay ? `the overlay ${other}` : other}.`,
      remedy: 'Write networks that have no address in common.',
    });
  }
  return { overlay: overlay ?? SHARED_RANGE, networks: networks.filter((network) => network !== undefined) };
}

function parseIpv4Cidr(value: unknown): Cidr {
  const cidr = Cidr.parse(value);
  if (cidr.family !== 4) {
    throw new InvalidValue('The overlay of NetBird 0.66 is IPv4, and so is what it routes.', 'Write an IPv4 prefix.');
  }
  return cidr;
}

function reviewEnvironment(
  environment: Readonly<Record<string, string>>,
  own: Readonly<Record<string, string>>,
  review: PropsReview,
): Record<string, string> {
  const entries = Object.entries(environment);
  for (const [variable, value] of entries) {
    const reserved = reservedBecause(variable, own);
    if (reserved !== undefined) {
      review.refuse(`environment.${variable}`, { reason: reserved, remedy: 'Take it out.' });
    } else if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(variable) || typeof value !== 'string') {
      review.refuse(`environment.${variable}`, {
        reason: 'It is not an environment variable: letters, digits and "_" as the name, a string as the value.',
        remedy: 'Write, for example, { NB_LOG_LEVEL: "debug" }.',
      });
    }
  }
  return Object.fromEntries(entries);
}

function reviewResources(resources: RoutingPeerResources, review: PropsReview): ContainerResources {
  const { cpuRequest = '100m', memoryRequest = '128Mi', memoryLimit = '512Mi', ...unknownProps } = resources;
  review.refuseUnknown(unknownProps, 'resources');
  return {
    cpuRequest: review.parse('resources.cpuRequest', cpuRequest, parseCpuQuantity, '100m'),
    memoryRequest: review.parse('resources.memoryRequest', memoryRequest, parseByteQuantity, '128Mi'),
    memoryLimit: review.parse('resources.memoryLimit', memoryLimit, parseByteQuantity, '512Mi'),
  };
}

function reviewImmutableFields(
  fields: ImmutableFields,
  peerName: string,
  review: PropsReview,
): Required<ImmutableFields> {
  const {
    selector = { 'app.kubernetes.io/name': peerName },
    serviceName = peerName,
    claimTemplateName = 'netbird-config',
    podManagementPolicy = 'Parallel',
    ...unknownProps
  } = fields;
  review.refuseUnknown(unknownProps, 'immutableFields');
  return {
    selector: review.parse('immutableFields.selector', selector, parseSelector, { 'app.kubernetes.io/name': peerName }),
    serviceName: review.parse('immutableFields.serviceName', serviceName, parseDnsLabel, peerName),
    claimTemplateName: review.parse(
      'immutableFields.claimTemplateName',
      claimTemplateName,
      parseClaimTemplateName,
      'netbird-config',
    ),
    podManagementPolicy: review.parse(
      'immutableFields.podManagementPolicy',
      podManagementPolicy,
      parsePodManagementPolicy,
      'Parallel',
    ),
  };
}

function parseNamePrefix(value: unknown): string {
  const label = parseDnsLabel(value);
  if (label.length > 40) {
    throw new InvalidValue(
      'With more than 40 characters, Kubernetes could not label the pods with the names made of it.',
      'Write a shorter one, for example "netbird".',
    );
  }
  return label;
}

function parsePort(value: unknown): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > 65_535) {
    throw new InvalidValue('It is not a UDP port: a whole number from 1 to 65535.', 'Write, for example, 51820.');
  }
  return value;
}

function parseBoolean(value: unknown): boolean {
  if (typeof value !== 'boolean') throw new InvalidValue('It is neither true nor false.', 'Write true or false.');
  return value;
}

function parseTolerations(value: unknown): readonly k8s.Toleration[] {
  if (!Array.isArray(value) || value.some((toleration) => typeof toleration !== 'object' || !toleration?.key)) {
    throw new InvalidValue(
      'It must be a list of tolerations that each name a taint; one without a key tolerates every taint.',
      'Write, for example, [{ key: "node-role.kubernetes.io/control-plane", operator: "Exists" }].',
    );
  }
  return value;
}

function parseSelector(value: unknown): LabelMap {
  const selector = parseLabelMap(value);
  if ('app.kubernetes.io/instance' in selector) {
    throw new InvalidValue(
      'Argo CD may own the label app.kubernetes.io/instance, and would then prune the claim.',
      'Select by another label.',
    );
  }
  return selector;
}

function parsePodManagementPolicy(value: unknown): 'Parallel' | 'OrderedReady' {
  if (value !== 'Parallel' && value !== 'OrderedReady') {
    throw new InvalidValue('There is no such policy.', 'Write "Parallel" or "OrderedReady".');
  }
  return value;
}

/** A claim replaces a volume of the pod that has its name: the setup key would never be mounted, and never synced. */
function parseClaimTemplateName(value: unknown): DnsLabel {
  const name = parseDnsLabel(value);
  if (name === SETUP_KEY_VOLUME) {
    throw new InvalidValue('The volume of the setup key has this name.', 'Write, for example, "netbird-config".');
  }
  return name;
}
