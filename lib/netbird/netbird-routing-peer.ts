import { ApiObject, type ApiObjectProps } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { type SyncOption, SyncWave, syncAnnotations } from '../argocd/sync.ts';
import { CiliumDeviceGuard } from '../cilium/cilium-device-guard.ts';
import type { LabelMap } from '../network/label-map.ts';
import { apiServerOf } from '../output/api-server.ts';
import type { SiteReview, SiteReviewer } from '../output/site-reviewer.ts';
import { type Problem, shown } from '../refusal/problem.ts';
import { PropsReview } from '../refusal/props-review.ts';
import type { SecretDelivery } from '../secrets/secret-source.ts';
import type { NetbirdRoutingPeerProps } from './netbird-routing-peer-props.ts';
import { peerLabels } from './peer-labels.ts';
import { PodVolume } from './pod-volumes.ts';
import { refuseCollisions } from './refuse-collisions.ts';
import { routingPeerPod } from './routing-peer-pod.ts';
import { type RoutingPeerSettings, reviewRoutingPeer } from './routing-peer-settings.ts';
import { unlessEmpty } from './unless-empty.ts';
import { waiverAnnotations } from './waivers.ts';

/**
 * A NetBird client on a node of the cluster that routes from the mesh into the networks behind that node, and that
 * keeps its identity on a volume; or several of them, side by side.
 */
export class NetbirdRoutingPeer extends Construct implements SiteReviewer {
  /** The tunnel interface on the node. */
  readonly interfaceName: string;

  /** Labels of the nodes that the peer may run on. */
  readonly nodeSelector: LabelMap;

  /** The claims that hold the identities, by ordinal: `netbird-config-netbird-peer-0`. */
  readonly claimNames: readonly string[];

  /** The names that NetBird knows the replicas by, by ordinal. */
  readonly registeredNames: readonly string[];

  /** The management server that it registers with. */
  readonly managementUrl: string;

  /** The account's mesh range, an IPv4 prefix. */
  readonly overlay: string;

  /** The networks behind it, IPv4 prefixes. */
  readonly networks: readonly string[];

  /** Whether what comes from the overlay leaves with the address of the node. */
  readonly masquerade: boolean;

  /** Made here, or by the peer that shares it. */
  readonly namespace: k8s.KubeNamespace;
  readonly serviceAccount: k8s.KubeServiceAccount;
  readonly service: k8s.KubeService;
  readonly statefulSet: ApiObject;

  /** Lets a node be drained while another replica routes; undefined where there is only one. */
  readonly podDisruptionBudget: k8s.KubePodDisruptionBudget | undefined;

  /** The objects that fetch the setup key. */
  readonly setupKeyObjects: readonly ApiObject[];

  private readonly settings: RoutingPeerSettings;

  /** @throws RefusedError with every problem of the props */
  constructor(scope: Construct, id: string, props: NetbirdRoutingPeerProps) {
    super(scope, id);
    const review = new PropsReview(this);
    const settings = reviewRoutingPeer(props, review);
    refuseCollisions(this, settings, review);
    review.conclude();

    this.settings = settings;
    this.interfaceName = settings.interfaceName;
    this.nodeSelector = settings.nodeSelector;
    this.claimNames = Array.from(
      { length: settings.replicas.count },
      (_, ordinal) => `${settings.immutableFields.claimTemplateName}-${settings.peerName}-${ordinal}`,
    );
    this.registeredNames = settings.replicas.registeredNames;
    this.managementUrl = settings.managementUrl;
    this.overlay = settings.overlay.toString();
    this.networks = settings.networks.map(String);
    this.masquerade = settings.masquerade;

    this.namespace =
      settings.sharedNamespace ?? new k8s.KubeNamespace(this, 'namespace', { metadata: namespaceMetadata(settings) });
    this.serviceAccount = new k8s.KubeServiceAccount(this, 'service-account', {
      metadata: { ...metadata(settings, SyncWave.SecretStore), name: settings.peerName },
      automountServiceAccountToken: false,
    });
    const setupKey = settings.setupKey.deliver(this, {
      name: settings.setupKeyName,
      metadata: (wave, ...options) => metadata(settings, wave, ...options),
      serviceAccountName: settings.peerName,
      variable: 'NB_SETUP_KEY',
      volumeName: PodVolume.SetupKey,
    });
    this.setupKeyObjects = setupKey.objects;
    this.service = new k8s.KubeService(this, 'service', {
      metadata: { ...metadata(settings, SyncWave.Workload), name: settings.immutableFields.serviceName },
      spec: { clusterIp: 'None', selector: settings.immutableFields.selector },
    });
    this.statefulSet = new ApiObject(this, 'stateful-set', statefulSet(settings, setupKey));
    this.podDisruptionBudget =
      settings.replicas.count === 1
        ? undefined
        : new k8s.KubePodDisruptionBudget(this, 'pod-disruption-budget', podDisruptionBudget(settings));
  }

  /** Says what the network around the cluster must have, which this program cannot see; and where no guard is. */
  reviewSite(): SiteReview {
    const path = this.node.path;
    return {
      problems: [],
      warnings: unguarded(this),
      notes: returnRoute(this.settings).map((text) => ({ path, text })),
    };
  }
}

/** A guard of another cluster does not help. */
function unguarded(peer: NetbirdRoutingPeer): Problem[] {
  const guards = peer.node.root.node
    .findAll()
    .filter((construct) => construct instanceof CiliumDeviceGuard)
    .filter((guard) => apiServerOf(guard) === apiServerOf(peer));
  if (guards.some((guard) => guard.guards(peer.interfaceName, peer.nodeSelector))) return [];
  return [
    {
      path: peer.node.path,
      field: 'interfaceName',
      value: shown(peer.interfaceName),
      reason:
        'No CiliumDeviceGuard of its cluster forbids it on all nodes of the peer: should Cilium select it, public services answer 504 while the tunnel is up.',
      remedy:
        'Make one that forbids it, with the nodeSelector of the peer. If the cluster does not run Cilium, it needs none.',
    },
  ];
}

/** Without masquerading, hosts answer to addresses of the overlay. */
function returnRoute({ masquerade, overlay, networks, replicas }: RoutingPeerSettings): string[] {
  if (masquerade) return [];
  const route = `Every host in ${networks.join(', ')} needs a route back: ${overlay} by way of the routing peer's node.`;
  return [replicas.count === 1 ? route : `${route} A static one does not follow when another replica takes over.`];
}

function metadata(settings: RoutingPeerSettings, wave: SyncWave, ...options: SyncOption[]) {
  return {
    namespace: settings.namespace,
    labels: peerLabels(settings.peerName),
    annotations: unlessEmpty({ ...settings.annotations, ...syncAnnotations(wave, ...options) }),
  };
}

/** Host network and added capabilities each need the level `privileged`. Deleting the Namespace deletes the identity. */
function namespaceMetadata(settings: RoutingPeerSettings): k8s.ObjectMeta {
  const { namespace, ...clusterScoped } = metadata(settings, SyncWave.Namespace, 'Prune=confirm', 'Delete=confirm');
  return {
    ...clusterScoped,
    name: namespace,
    labels: {
      ...clusterScoped.labels,
      'pod-security.kubernetes.io/enforce': 'privileged',
      'pod-security.kubernetes.io/audit': 'privileged',
      'pod-security.kubernetes.io/warn': 'privileged',
    },
  };
}

function statefulSet(settings: RoutingPeerSettings, setupKey: SecretDelivery): ApiObjectProps {
  const { selector, serviceName, podManagementPolicy } = settings.immutableFields;
  const { annotations, ...ofWorkload } = metadata(settings, SyncWave.Workload);
  const manifest = k8s.KubeStatefulSet.manifest({
    metadata: {
      ...ofWorkload,
      name: settings.peerName,
      annotations: { ...waiverAnnotations(settings, setupKey), ...annotations },
    },
    spec: {
      replicas: settings.replicas.count,
      // Time for the far sides to use a restarted replica again, before the next one restarts.
      minReadySeconds: settings.replicas.count > 1 ? 30 : undefined,
      serviceName,
      podManagementPolicy,
      selector: { matchLabels: selector },
      revisionHistoryLimit: 3,
      // Deleting or scaling the StatefulSet must not delete the identity.
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
      template: {
        metadata: {
          labels: { ...peerLabels(settings.peerName), ...selector },
          annotations: unlessEmpty(settings.podAnnotations),
        },
        spec: routingPeerPod(settings, setupKey),
      },
    },
  });
  // Added here, because KubeStatefulSet drops apiVersion and kind of claim templates. The API server writes both, and
  // Argo CD would show the difference for ever.
  return { ...manifest, spec: { ...manifest.spec, volumeClaimTemplates: [claimTemplate(settings)] } };
}

/** At most one is away at a time; one that is not Ready may always be evicted, or its node could never be drained. */
function podDisruptionBudget(settings: RoutingPeerSettings): k8s.KubePodDisruptionBudgetProps {
  return {
    metadata: { ...metadata(settings, SyncWave.Workload), name: settings.peerName },
    spec: {
      maxUnavailable: k8s.IntOrString.fromNumber(1),
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
      selector: { matchLabels: settings.immutableFields.selector },
    },
  };
}

/** Without labels: they are immutable here, and some are Argo CD's. */
function claimTemplate(settings: RoutingPeerSettings) {
  return k8s.KubePersistentVolumeClaim.manifest({
    metadata: { name: settings.immutableFields.claimTemplateName },
    spec: {
      accessModes: ['ReadWriteOnce'],
      volumeMode: 'Filesystem',
      storageClassName: settings.storageClassName,
      resources: { requests: { storage: k8s.Quantity.fromString(settings.storageSize) } },
    },
  });
}
