import { ApiObject, type ApiObjectProps } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { type SyncOption, SyncWave, syncAnnotations } from '../argocd/sync.ts';
import type { LabelMap } from '../network/label-map.ts';
import { PropsReview } from '../refusal/props-review.ts';
import { healthProbes } from './health-probes.ts';
import { masqueradeScript } from './masquerade.ts';
import type { NetbirdRoutingPeerProps } from './netbird-routing-peer-props.ts';
import { type ContainerResources, type RoutingPeerSettings, reviewRoutingPeer } from './routing-peer-settings.ts';
import type { SetupKeyDelivery } from './setup-key.ts';
import { waiverAnnotations } from './waivers.ts';

/**
 * Where NetBird keeps the WireGuard key and its registration. `NB_CONFIG` would move only a part of it, so this is
 * where the volume belongs, and never `/etc/netbird`.
 */
export const STATE_DIRECTORY = '/var/lib/netbird';

/**
 * A NetBird client on one node of the cluster that routes from the mesh into the networks behind that node, and that
 * keeps its identity on a volume.
 */
export class NetbirdRoutingPeer extends Construct {
  /** The tunnel interface on the node. */
  readonly interfaceName: string;

  /** Labels of the node that the peer runs on. */
  readonly nodeSelector: LabelMap;

  /** The claim that holds the identity: `netbird-config-netbird-peer-0`. */
  readonly claimName: string;

  readonly namespace: k8s.KubeNamespace;
  readonly serviceAccount: k8s.KubeServiceAccount;
  readonly service: k8s.KubeService;
  readonly statefulSet: ApiObject;

  /** The objects that fetch the setup key. */
  readonly setupKeyObjects: readonly ApiObject[];

  /** @throws RefusedError with every problem of the props */
  constructor(scope: Construct, id: string, props: NetbirdRoutingPeerProps) {
    super(scope, id);
    const review = new PropsReview(this);
    const settings = reviewRoutingPeer(props, review);
    review.conclude();

    this.interfaceName = settings.interfaceName;
    this.nodeSelector = settings.nodeSelector;
    this.claimName = `${settings.immutableFields.claimTemplateName}-${settings.peerName}-0`;

    this.namespace = new k8s.KubeNamespace(this, 'namespace', {
      metadata: namespaceMetadata(settings),
    });
    this.serviceAccount = new k8s.KubeServiceAccount(this, 'service-account', {
      metadata: { ...metadata(settings, SyncWave.Prerequisite), name: settings.peerName },
      automountServiceAccountToken: false,
    });
    const setupKey = settings.setupKey.deliver(this, {
      name: settings.setupKeyName,
      metadata: metadata(settings, SyncWave.Prerequisite, 'SkipDryRunOnMissingResource=true'),
    });
    this.setupKeyObjects = setupKey.objects;
    this.service = new k8s.KubeService(this, 'service', {
      metadata: { ...metadata(settings, SyncWave.Workload), name: settings.immutableFields.serviceName },
      spec: { clusterIp: 'None', selector: settings.immutableFields.selector },
    });
    this.statefulSet = new ApiObject(this, 'stateful-set', statefulSet(settings, setupKey));
  }
}

function labels(settings: RoutingPeerSettings): Record<string, string> {
  return {
    'app.kubernetes.io/name': settings.peerName,
    'app.kubernetes.io/component': 'routing-peer',
    'app.kubernetes.io/part-of': 'netbird',
    'app.kubernetes.io/managed-by': 'cdk8s',
  };
}

function metadata(settings: RoutingPeerSettings, wave: SyncWave, ...options: SyncOption[]) {
  return {
    namespace: settings.namespace,
    labels: labels(settings),
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

function statefulSet(settings: RoutingPeerSettings, setupKey: SetupKeyDelivery): ApiObjectProps {
  const { selector, serviceName, podManagementPolicy } = settings.immutableFields;
  const { annotations, ...ofWorkload } = metadata(settings, SyncWave.Workload);
  const manifest = k8s.KubeStatefulSet.manifest({
    metadata: { ...ofWorkload, name: settings.peerName, annotations: { ...waiverAnnotations(), ...annotations } },
    spec: {
      replicas: 1,
      serviceName,
      podManagementPolicy,
      selector: { matchLabels: selector },
      revisionHistoryLimit: 3,
      // Deleting or scaling the StatefulSet must not delete the identity.
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
      template: {
        metadata: { labels: { ...labels(settings), ...selector }, annotations: unlessEmpty(settings.podAnnotations) },
        spec: podSpec(settings, setupKey),
      },
    },
  });
  // Added here, because KubeStatefulSet drops apiVersion and kind of claim templates. The API server writes both, and
  // Argo CD would show the difference for ever.
  return { ...manifest, spec: { ...manifest.spec, volumeClaimTemplates: [claimTemplate(settings)] } };
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

function podSpec(settings: RoutingPeerSettings, setupKey: SetupKeyDelivery): k8s.PodSpec {
  return {
    // WireGuard, its routes and the NAT rules belong to the node.
    hostNetwork: true,
    dnsPolicy: 'ClusterFirstWithHostNet',
    nodeSelector: settings.nodeSelector,
    tolerations: unlessEmpty([...settings.tolerations]),
    priorityClassName: settings.priorityClassName,
    serviceAccountName: settings.peerName,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: 30,
    securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
    initContainers: [masqueradeContainer(settings)],
    containers: [netbirdContainer(settings, setupKey)],
    volumes: [setupKey.volume],
  };
}

function masqueradeContainer(settings: RoutingPeerSettings): k8s.Container {
  return {
    name: 'setup-iptables',
    image: settings.image,
    imagePullPolicy: 'IfNotPresent',
    command: ['/bin/sh', '-c', masqueradeScript(settings.overlay, settings.networks)],
    resources: resourceRequirements(settings.resources),
    securityContext: unprivileged('NET_ADMIN'),
  };
}

function netbirdContainer(settings: RoutingPeerSettings, setupKey: SetupKeyDelivery): k8s.Container {
  const probes = healthProbes(settings.version);
  return {
    name: 'netbird',
    image: settings.image,
    imagePullPolicy: 'IfNotPresent',
    env: [...Object.entries(settings.environment).map(([name, value]) => ({ name, value })), setupKey.environment],
    startupProbe: probes.startup,
    livenessProbe: probes.liveness,
    readinessProbe: probes.readiness,
    resources: resourceRequirements(settings.resources),
    // NET_RAW: with kernel WireGuard the client opens a raw socket, and ends when it may not. SYS_MODULE: it loads the
    // WireGuard module where the node has not.
    securityContext: settings.privileged ? { privileged: true } : unprivileged('NET_ADMIN', 'SYS_MODULE', 'NET_RAW'),
    volumeMounts: [
      { name: settings.immutableFields.claimTemplateName, mountPath: STATE_DIRECTORY },
      setupKey.volumeMount,
    ],
  };
}

/**
 * `privileged` is written out: an adopted StatefulSet may have it set, and a server-side apply takes away only what it
 * mentions. The API server refuses pods that are privileged and may not escalate.
 */
function unprivileged(...capabilities: string[]): k8s.SecurityContext {
  return { privileged: false, allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'], add: capabilities } };
}

/** No limit of CPU: it would throttle the tunnel. */
function resourceRequirements(resources: ContainerResources): k8s.ResourceRequirements {
  return {
    requests: {
      cpu: k8s.Quantity.fromString(resources.cpuRequest),
      memory: k8s.Quantity.fromString(resources.memoryRequest),
    },
    limits: { memory: k8s.Quantity.fromString(resources.memoryLimit) },
  };
}

/** The API server drops empty lists and maps; written out, they would be a difference for ever. */
function unlessEmpty<T extends object>(value: T): T | undefined {
  return Object.keys(value).length === 0 ? undefined : value;
}
