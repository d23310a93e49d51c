import { k8s } from 'cdk8s-plus-28';
import type { SecretDelivery } from '../secrets/secret-source.ts';
import { healthProbes } from './health-probes.ts';
import { masqueradeScript } from './masquerade.ts';
import { nodeCheckScript } from './node-check.ts';
import { PodVolume } from './pod-volumes.ts';
import { POD_INDEX } from './review-replicas.ts';
import type { ContainerResources, RoutingPeerSettings } from './routing-peer-settings.ts';
import { STATE_DIRECTORY } from './state-directory.ts';
import { unlessEmpty } from './unless-empty.ts';

/** The pod of a routing peer: what it runs, on which node, and what it may do there. */
export function routingPeerPod(settings: RoutingPeerSettings, setupKey: SecretDelivery): k8s.PodSpec {
  return {
    // WireGuard, its routes and the NAT rules belong to the node.
    hostNetwork: true,
    dnsPolicy: 'ClusterFirstWithHostNet',
    nodeSelector: settings.nodeSelector,
    ...(settings.replicas.count > 1 && apart(settings)),
    tolerations: unlessEmpty([...settings.tolerations]),
    priorityClassName: settings.priorityClassName,
    serviceAccountName: settings.peerName,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: 30,
    securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
    initContainers: [nodeCheckContainer(settings), ...(settings.masquerade ? [masqueradeContainer(settings)] : [])],
    containers: [netbirdContainer(settings, setupKey)],
    volumes: [
      ...setupKey.volumes,
      ...(settings.loadsKernelModule ? [KERNEL_MODULES] : []),
      ...(settings.readOnlyRootFilesystem ? WRITABLE.map(({ volume }) => volume) : []),
    ],
  };
}

/** Replicas on one node would fight over the tunnel interface and its port. */
function apart(settings: RoutingPeerSettings): Pick<k8s.PodSpec, 'affinity' | 'topologySpreadConstraints'> {
  const labelSelector = { matchLabels: settings.immutableFields.selector };
  const zones = { maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'DoNotSchedule' };
  return {
    affinity: {
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector, topologyKey: 'kubernetes.io/hostname' }],
      },
    },
    topologySpreadConstraints: settings.replicas.spreadOverZones ? [{ ...zones, labelSelector }] : undefined,
  };
}

/** It reads what anybody on the node may read, and shows in the pod's status why it ends. */
function nodeCheckContainer(settings: RoutingPeerSettings): k8s.Container {
  return {
    ...ofImage(settings),
    name: 'check-node',
    command: ['/bin/sh', '-c', nodeCheckScript(settings)],
    terminationMessagePolicy: 'FallbackToLogsOnError',
    securityContext: {
      ...unprivileged({ ...settings, readOnlyRootFilesystem: true }),
      runAsNonRoot: true,
      runAsUser: NOBODY,
      runAsGroup: NOBODY,
    },
  };
}

const NOBODY = 65534;

function masqueradeContainer(settings: RoutingPeerSettings): k8s.Container {
  return {
    ...ofImage(settings),
    name: 'setup-iptables',
    command: ['/bin/sh', '-c', masqueradeScript(settings.overlay, settings.networks)],
    terminationMessagePolicy: 'FallbackToLogsOnError',
    securityContext: unprivileged(settings, 'NET_ADMIN'),
    volumeMounts: unlessEmpty(writableMounts(settings)),
  };
}

function netbirdContainer(settings: RoutingPeerSettings, setupKey: SecretDelivery): k8s.Container {
  const probes = healthProbes(settings.version);
  return {
    ...ofImage(settings),
    name: 'netbird',
    env: [
      ...(settings.replicas.count > 1 ? [ORDINAL] : []),
      ...Object.entries(settings.environment).map(([name, value]) => ({ name, value })),
      setupKey.environment,
    ],
    startupProbe: probes.startup,
    livenessProbe: probes.liveness,
    readinessProbe: probes.readiness,
    securityContext: clientSecurity(settings),
    volumeMounts: [
      { name: settings.immutableFields.claimTemplateName, mountPath: STATE_DIRECTORY },
      ...setupKey.volumeMounts,
      ...(settings.loadsKernelModule
        ? [{ name: KERNEL_MODULES.name, mountPath: KERNEL_MODULES.hostPath.path, readOnly: true }]
        : []),
      ...writableMounts(settings),
    ],
  };
}

/** A label that the StatefulSet's controller sets from Kubernetes 1.28 on. It stands before the variable made of it. */
const ORDINAL = {
  name: POD_INDEX,
  // The API server writes the version too.
  valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: "metadata.labels['apps.kubernetes.io/pod-index']" } },
};

const KERNEL_MODULES = {
  name: PodVolume.KernelModules,
  hostPath: { path: '/lib/modules', type: 'Directory' },
};

/** What NetBird 0.66.2 writes to besides its state. The limit is for what somebody leaves there, such as a debug bundle. */
const WRITABLE = [
  { mountPath: '/var/run', name: PodVolume.Run },
  { mountPath: '/tmp', name: PodVolume.Temporary },
].map(({ mountPath, name }) => ({
  mount: { name, mountPath },
  volume: { name, emptyDir: { sizeLimit: k8s.Quantity.fromString('100Mi') } },
}));

function writableMounts(settings: RoutingPeerSettings): k8s.VolumeMount[] {
  return settings.readOnlyRootFilesystem ? WRITABLE.map(({ mount }) => mount) : [];
}

function ofImage({ image, resources }: RoutingPeerSettings) {
  return { image, imagePullPolicy: 'IfNotPresent', resources: resourceRequirements(resources) };
}

/**
 * NET_RAW: with kernel WireGuard the client opens a raw socket, and ends when it may not. SYS_MODULE: it loads the
 * WireGuard module where the node has not.
 */
function clientSecurity(settings: RoutingPeerSettings): k8s.SecurityContext {
  if (settings.privileged) {
    return { privileged: true, readOnlyRootFilesystem: settings.readOnlyRootFilesystem || undefined };
  }
  return unprivileged(settings, 'NET_ADMIN', ...(settings.loadsKernelModule ? ['SYS_MODULE'] : []), 'NET_RAW');
}

/**
 * `privileged` is written out: an adopted StatefulSet may have it set, and a server-side apply takes away only what it
 * mentions. The API server refuses pods that are privileged and may not escalate.
 */
function unprivileged(settings: RoutingPeerSettings, ...capabilities: readonly string[]): k8s.SecurityContext {
  return {
    privileged: false,
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: settings.readOnlyRootFilesystem || undefined,
    capabilities: { drop: ['ALL'], add: unlessEmpty([...capabilities]) },
  };
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
