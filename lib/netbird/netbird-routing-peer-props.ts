import type { k8s } from 'cdk8s-plus-28';
import type { LabelMap } from '../network/label-map.ts';
import type { SetupKey } from './setup-key.ts';

export interface NetbirdRoutingPeerProps {
  /**
   * The version of NetBird, which should be that of the management server: `0.66.2`. It decides about the image and
   * about the probes. Refused: before 0.52.0, which keeps the WireGuard key off the volume.
   */
  readonly version: string;

  /**
   * The image, for a mirror or a digest: `registry.example.org/netbirdio/netbird:0.66.2@sha256:…`. Refused: no tag,
   * `latest`, a tag that moves, a tag that names another version than `version`, a rootless image.
   *
   * @default netbirdio/netbird:<version>
   */
  readonly image?: string;

  /** The management server: `https://host[:port]`. Refused: an address of the overlay. */
  readonly managementUrl: string;

  /**
   * Whether `managementUrl` may be `http:`; the setup key then travels unencrypted.
   *
   * @default false
   */
  readonly allowHttpManagementUrl?: boolean;

  /**
   * The peer's name in NetBird, a DNS label. With several replicas each has its ordinal behind it: `k8s-routing-peer-0`,
   * `k8s-routing-peer-1`. Used when the peer registers; changing it later renames nothing.
   */
  readonly hostname: string;

  /**
   * How many peers route side by side, each on a node of its own and with an identity of its own. With two or more, one
   * takes over where another fails. The setup key must be allowed to be used as many times. At most 100. Refused: more
   * than one on a node selector that names a host.
   *
   * @default 1
   */
  readonly replicas?: number;

  /**
   * The names that NetBird knows the replicas by, in the order of their ordinals, where these are not what `hostname`
   * says today: NetBird keeps the name that a peer had when it registered. From one replica to two it is
   * `['k8s-routing-peer', 'k8s-routing-peer-1']`. Nothing in the pods changes by it; routes find their peers by it.
   *
   * @default `hostname` for one replica, `<hostname>-<ordinal>` for several
   */
  readonly registeredNames?: readonly string[];

  /**
   * Whether the replicas must be in different zones too. The nodes need the label `topology.kubernetes.io/zone`.
   *
   * @default false
   */
  readonly spreadOverZones?: boolean;

  /** Where the setup key comes from. A literal key is refused: it would stay in Git for ever. */
  readonly setupKey: SetupKey;

  /**
   * The account's mesh range, an IPv4 prefix: `100.109.0.0/16`. NetBird draws it out of 100.64.0.0/10; `netbird
   * status` on any peer shows an address of it. Refused: fewer than four addresses.
   */
  readonly overlay: string;

  /**
   * Whether `overlay` may lie outside 100.64.0.0/10, as it does when an administrator has set the account's range.
   *
   * @default false
   */
  readonly allowOverlayOutsideSharedRange?: boolean;

  /**
   * The networks behind the peer, IPv4 prefixes: `['192.168.1.0/24']`. Refused: host bits, prefixes that overlap one
   * another or the overlay.
   */
  readonly networks: readonly string[];

  /**
   * Whether traffic from the overlay to the networks leaves with the address of the peer's node. Otherwise every host
   * there needs a route back to the overlay, by way of that node: see docs/nodes.md.
   *
   * @default true
   */
  readonly masquerade?: boolean;

  /**
   * The interface of the node that leads to the networks: `eth0`. The pod does not start where it is missing.
   *
   * @default it is not looked for; the log says which interface leads to each network
   */
  readonly lanInterface?: string;

  /**
   * The tunnel interface, which Cilium must never select. No effect on a registered volume until `netbird down;
   * netbird up` in the pod.
   *
   * @default 'wt0'
   */
  readonly interfaceName?: string;

  /**
   * The UDP port of WireGuard on the node. No effect on a registered volume until `netbird down; netbird up`.
   *
   * @default 51820
   */
  readonly wireguardPort?: number;

  /**
   * The beginning of the objects' names: `netbird` makes `netbird-peer` and `netbird-setup-key`. Renaming makes a new
   * claim, and so a new peer. At most 40 characters, the first of them a letter.
   *
   * @default 'netbird'
   */
  readonly name?: string;

  /**
   * The namespace: a name, and this construct makes it with Pod Security `privileged`; or the `namespace` of another
   * peer, to share it. Nothing else should live in it. Changing it makes a new claim, and so a new peer. Refused:
   * `default`, `kube-…`.
   *
   * @default 'netbird'
   */
  readonly namespace?: string | k8s.KubeNamespace;

  /**
   * Labels of the node that the peer runs on.
   *
   * @default any Linux node: { 'kubernetes.io/os': 'linux' }
   */
  readonly nodeSelector?: LabelMap;

  /**
   * Taints that the peer may ignore.
   *
   * @default none
   */
  readonly tolerations?: readonly k8s.Toleration[];

  /**
   * The priority class of the pod, for example `system-node-critical`.
   *
   * @default the cluster's default
   */
  readonly priorityClassName?: string;

  /**
   * The size of the volume that holds the identity. Immutable after creation.
   *
   * @default '100Mi'
   */
  readonly storageSize?: string;

  /**
   * The storage class of that volume. Immutable after creation; to adopt a StatefulSet whose claim template names none,
   * leave it out, whatever class its claim has got.
   *
   * @default the cluster's default
   */
  readonly storageClassName?: string;

  /**
   * Who loads the node's WireGuard module: `load` lets NetBird do it, by the capability SYS_MODULE and the node's
   * `/lib/modules`; `preloaded` drops both, for a node that has the module loaded or built in (docs/nodes.md). Without
   * the module NetBird tunnels in user space, which is slower.
   *
   * @default 'load'
   */
  readonly kernelModule?: 'load' | 'preloaded';

  /**
   * Whether the containers may write nowhere but to their volumes. What NetBird 0.66.2 needs to write was read in its
   * source; nobody has run it so.
   *
   * @default false
   */
  readonly readOnlyRootFilesystem?: boolean;

  /** What each container asks for. */
  readonly resources?: RoutingPeerResources;

  /**
   * Whether the NetBird container, but never an init container, runs privileged instead of with NET_ADMIN, NET_RAW and
   * SYS_MODULE only. It may then write sysctls, and sets `net.ipv4.conf.all.src_valid_mark` on the node, which breaks a Gateway address that the
   * same node announces (netbird#4575, cilium#47591). The system of the design document ran privileged, because Talos
   * was reported to need it.
   *
   * @default false
   */
  readonly privileged?: boolean;

  /**
   * More environment for the NetBird client. Refused: what this construct sets itself, and what would move the
   * identity or carry a key (`NB_STATE_DIR`, `NB_CONFIG`, `NB_SETUP_KEY`, …).
   *
   * @default none
   */
  readonly environment?: Readonly<Record<string, string>>;

  /**
   * Annotations for every object of this construct. Refused: those of Argo CD, by which the construct sets the order.
   *
   * @default none
   */
  readonly annotations?: Readonly<Record<string, string>>;

  /**
   * Annotations for the pod, such as those of a backup program. Changing them restarts the peer.
   *
   * @default none
   */
  readonly podAnnotations?: Readonly<Record<string, string>>;

  /**
   * The fields that Kubernetes never lets change, for adopting a StatefulSet that runs already. See
   * docs/runbooks/adopt.md.
   *
   * @default those of a new installation
   */
  readonly immutableFields?: ImmutableFields;
}

/** Not measured: a peer that carries much traffic may need more. */
export interface RoutingPeerResources {
  /** @default '100m' */
  readonly cpuRequest?: string;

  /** @default '128Mi' */
  readonly memoryRequest?: string;

  /** There is no limit of CPU: it would throttle the tunnel. @default '512Mi' */
  readonly memoryLimit?: string;
}

export interface ImmutableFields {
  /**
   * `spec.selector.matchLabels`; the pods get these labels too.
   *
   * @default { 'app.kubernetes.io/name': '<name>-peer' }
   */
  readonly selector?: LabelMap;

  /**
   * `spec.serviceName`, and the name of the headless Service.
   *
   * @default <name>-peer
   */
  readonly serviceName?: string;

  /**
   * The name of the claim template; a claim is `<claimTemplateName>-<name>-peer-<ordinal>`. Another name is another
   * volume, and so another peer.
   *
   * @default 'netbird-config'
   */
  readonly claimTemplateName?: string;

  /**
   * `spec.podManagementPolicy`. With `OrderedReady` a pod that never becomes ready is not replaced by a corrected one
   * until somebody deletes it (kubernetes#67250). With `Parallel` an update replaces a replica while another is not
   * Ready.
   *
   * @default 'Parallel' for one replica; with several it must be written: `OrderedReady` for a new installation
   */
  readonly podManagementPolicy?: 'Parallel' | 'OrderedReady';
}
