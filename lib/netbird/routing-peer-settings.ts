import { k8s } from 'cdk8s-plus-28';
import { parseAnnotations } from '../argocd/sync.ts';
import { type ByteQuantity, bytesOf, parseByteQuantity } from '../network/byte-quantity.ts';
import type { Cidr } from '../network/cidr.ts';
import { type CpuQuantity, parseCpuQuantity } from '../network/cpu-quantity.ts';
import type { DnsLabel } from '../network/dns-label.ts';
import { type DnsSubdomain, parseDnsSubdomain } from '../network/dns-subdomain.ts';
import { ImageReference } from '../network/image-reference.ts';
import { type InterfaceName, parseInterfaceName } from '../network/interface-name.ts';
import { type LabelMap, parseLabelMap } from '../network/label-map.ts';
import { parseServiceName } from '../network/service-name.ts';
import { InvalidValue } from '../refusal/invalid-value.ts';
import { oneOf } from '../refusal/one-of.ts';
import { parseBoolean } from '../refusal/parse-boolean.ts';
import type { PropsReview } from '../refusal/props-review.ts';
import { SETUP_KEY_KIND } from '../secrets/secret-kind.ts';
import { reviewReference } from '../secrets/secret-reference.ts';
import type { SecretSource } from '../secrets/secret-source.ts';
import type { ImmutableFields, NetbirdRoutingPeerProps, RoutingPeerResources } from './netbird-routing-peer-props.ts';
import { NetbirdVersion } from './netbird-version.ts';
import { parseOwnNamespace } from './parse-own-namespace.ts';
import { parseTolerations } from './parse-tolerations.ts';
import { type ClientSettings, reviewClient } from './review-client.ts';
import { reviewImmutableFields } from './review-immutable-fields.ts';
import { reviewNetworks } from './review-networks.ts';
import { type Replicas, reviewReplicas } from './review-replicas.ts';

/** The checked props of a routing peer, with their defaults. */
export interface RoutingPeerSettings extends ClientSettings {
  readonly version: NetbirdVersion;
  readonly image: string;
  readonly setupKey: SecretSource;
  readonly overlay: Cidr;
  readonly networks: readonly Cidr[];
  readonly masquerade: boolean;
  readonly lanInterface: InterfaceName | undefined;
  readonly replicas: Replicas;
  /** The name of the StatefulSet, and of what belongs to its pods. */
  readonly peerName: string;
  readonly setupKeyName: string;
  readonly namespace: DnsLabel;
  /** The Namespace that another peer makes; undefined where this one does. */
  readonly sharedNamespace: k8s.KubeNamespace | undefined;
  readonly nodeSelector: LabelMap;
  readonly tolerations: readonly k8s.Toleration[];
  readonly priorityClassName: DnsSubdomain | undefined;
  readonly storageSize: ByteQuantity;
  readonly storageClassName: DnsSubdomain | undefined;
  readonly resources: ContainerResources;
  readonly privileged: boolean;
  readonly loadsKernelModule: boolean;
  readonly readOnlyRootFilesystem: boolean;
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
    replicas = 1,
    registeredNames,
    spreadOverZones = false,
    setupKey,
    overlay,
    allowOverlayOutsideSharedRange = false,
    networks,
    masquerade = true,
    lanInterface,
    interfaceName = 'wt0',
    wireguardPort = 51820,
    name = 'netbird',
    namespace = 'netbird',
    nodeSelector = { 'kubernetes.io/os': 'linux' },
    tolerations = [],
    priorityClassName,
    storageSize = '100Mi',
    storageClassName,
    kernelModule = 'load',
    readOnlyRootFilesystem = false,
    resources = {},
    privileged = false,
    environment = {},
    annotations = {},
    podAnnotations = {},
    immutableFields = {},
    ...unknownProps
  } = review.props(props);

  review.refuseUnknown(unknownProps);
  const checkedVersion = review.parse('version', version, NetbirdVersion.parse, '0.66.2');
  const checkedName = review.parse('name', name, parseNamePrefix, 'netbird');
  const sharedNamespace = review.tryParse('namespace', namespace, parseSharedNamespace);
  const checkedReplicas = reviewReplicas(
    { hostname, replicas, registeredNames, spreadOverZones, nodeSelector },
    review,
  );

  const reach = reviewNetworks({ overlay, allowOverlayOutsideSharedRange, networks }, review);

  return {
    version: checkedVersion,
    image: reviewImage(image, checkedVersion, review),
    ...reviewClient(
      {
        managementUrl,
        allowHttpManagementUrl,
        hostname: checkedReplicas.hostname,
        interfaceName,
        wireguardPort,
        environment,
      },
      reach.overlay,
      review,
    ),
    setupKey: reviewReference(setupKey, SETUP_KEY_KIND, { field: 'setupKey', overlays: [reach.overlay], review }),
    ...reach,
    masquerade: review.parse('masquerade', masquerade, parseBoolean, true),
    lanInterface: review.parseOptional('lanInterface', lanInterface, (value) =>
      parseLanInterface(value, interfaceName),
    ),
    replicas: checkedReplicas,
    peerName: `${checkedName}-peer`,
    setupKeyName: `${checkedName}-setup-key`,
    namespace: review.parse(
      'namespace',
      namespace instanceof k8s.KubeNamespace ? namespace.name : namespace,
      parseOwnNamespace,
      'netbird',
    ),
    sharedNamespace,
    nodeSelector: review.parse('nodeSelector', nodeSelector, parseLabelMap, { 'kubernetes.io/os': 'linux' }),
    tolerations: review.parse('tolerations', tolerations, parseTolerations, []),
    priorityClassName: review.parseOptional(
      'priorityClassName',
      priorityClassName,
      parseDnsSubdomain,
      'system-node-critical',
    ),
    storageSize: review.parse('storageSize', storageSize, parseByteQuantity, '100Mi'),
    storageClassName: review.parseOptional('storageClassName', storageClassName, parseDnsSubdomain),
    resources: reviewResources(resources, review),
    privileged: review.parse('privileged', privileged, parseBoolean, false),
    loadsKernelModule: review.parse('kernelModule', kernelModule, oneOf('load', 'preloaded'), 'load') === 'load',
    readOnlyRootFilesystem: review.parse('readOnlyRootFilesystem', readOnlyRootFilesystem, parseBoolean, false),
    annotations: review.parse('annotations', annotations, parseAnnotations, {}),
    podAnnotations: review.parse('podAnnotations', podAnnotations, parseAnnotations, {}),
    immutableFields: reviewImmutableFields(immutableFields, `${checkedName}-peer`, checkedReplicas.count, review),
  };
}

function reviewImage(image: string | undefined, version: NetbirdVersion, review: PropsReview): string {
  if (image === undefined) return `netbirdio/netbird:${version}`;
  const reference = review.tryParse('image', image, ImageReference.parse, `netbirdio/netbird:${version}`);
  if (reference?.tag.includes('rootless')) {
    review.refuse('image', {
      value: image,
      reason: 'The client of a rootless image tunnels in user space, and routes for nobody.',
      remedy: `Write the image without "-rootless", for example "netbirdio/netbird:${version}".`,
    });
  }
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

function reviewResources(resources: RoutingPeerResources, review: PropsReview): ContainerResources {
  const {
    cpuRequest = '100m',
    memoryRequest = '128Mi',
    memoryLimit = '512Mi',
    ...unknownProps
  } = review.members('resources', resources);
  review.refuseUnknown(unknownProps, 'resources');
  const memory = review.tryParse('resources.memoryRequest', memoryRequest, parseByteQuantity);
  const limit = review.tryParse('resources.memoryLimit', memoryLimit, parseByteQuantity);
  if (memory !== undefined && limit !== undefined && bytesOf(memory) > bytesOf(limit)) {
    review.refuse('resources.memoryRequest', {
      value: memory,
      reason: `It is more than the limit, ${limit}.`,
      remedy: 'Write a smaller request, or a larger memoryLimit.',
    });
  }
  return {
    cpuRequest: review.parse('resources.cpuRequest', cpuRequest, parseCpuQuantity, '100m'),
    memoryRequest: memory ?? parseByteQuantity('128Mi'),
    memoryLimit: limit ?? parseByteQuantity('512Mi'),
  };
}

function parseNamePrefix(value: unknown): DnsLabel {
  const label = parseServiceName(value);
  if (label.length > 40) {
    throw new InvalidValue(
      'With more than 40 characters, Kubernetes could not label the pods with the names made of it.',
      'Write a shorter one, for example "netbird".',
    );
  }
  return label;
}

/** The Namespace that another peer makes. */
function parseSharedNamespace(value: unknown): k8s.KubeNamespace | undefined {
  if (!(value instanceof k8s.KubeNamespace)) return undefined;
  if (value.toJson().metadata.labels?.['pod-security.kubernetes.io/enforce'] === 'privileged') return value;
  throw new InvalidValue(
    'The host network and added capabilities need a namespace whose Pod Security level is privileged.',
    'Write the namespace of another peer, or a name.',
    { mayShowValue: false },
  );
}

function parseLanInterface(value: unknown, tunnel: string): InterfaceName {
  const name = parseInterfaceName(value, 'eth0');
  if (name === tunnel) {
    throw new InvalidValue(
      'That is the tunnel interface.',
      'Write the one that leads to the networks, for example "eth0".',
    );
  }
  return name;
}
