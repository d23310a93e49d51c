import { groupOf, isBuiltIn } from './api-group.ts';
import type { KubernetesObject } from './manifest.ts';

/** Whether the objects of a kind are in a namespace, or the cluster's own; undefined for a kind that is not known. */
export function scopeOf({ apiVersion, kind }: KubernetesObject): 'Namespaced' | 'Cluster' | undefined {
  const group = groupOf(apiVersion);
  if (kind === 'List') return undefined;
  if (isBuiltIn({ group })) return CLUSTER_SCOPED.has(kind) ? 'Cluster' : 'Namespaced';
  const name = `${group}/${kind}`;
  if (CUSTOM_CLUSTER_SCOPED.has(name)) return 'Cluster';
  return CUSTOM_NAMESPACED.has(name) ? 'Namespaced' : undefined;
}

/** Of the kinds that Kubernetes has itself; all others of them are in a namespace (OpenAPI document of 1.33). */
const CLUSTER_SCOPED = new Set([
  'APIService',
  'CSIDriver',
  'CSINode',
  'CertificateSigningRequest',
  'ClusterRole',
  'ClusterRoleBinding',
  'ClusterTrustBundle',
  'CustomResourceDefinition',
  'DeviceClass',
  'DeviceTaintRule',
  'FlowSchema',
  'IPAddress',
  'IngressClass',
  'MutatingAdmissionPolicy',
  'MutatingAdmissionPolicyBinding',
  'MutatingWebhookConfiguration',
  'Namespace',
  'Node',
  'PersistentVolume',
  'PriorityClass',
  'PriorityLevelConfiguration',
  'ResourceSlice',
  'RuntimeClass',
  'ServiceCIDR',
  'StorageClass',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
  'VolumeAttachment',
  'VolumeAttributesClass',
]);

const CUSTOM_CLUSTER_SCOPED = new Set([
  'cert-manager.io/ClusterIssuer',
  'cilium.io/CiliumBGPClusterConfig',
  'cilium.io/CiliumCIDRGroup',
  'cilium.io/CiliumClusterwideNetworkPolicy',
  'cilium.io/CiliumEgressGatewayPolicy',
  'cilium.io/CiliumL2AnnouncementPolicy',
  'cilium.io/CiliumLoadBalancerIPPool',
  'external-secrets.io/ClusterExternalSecret',
  'external-secrets.io/ClusterSecretStore',
  'gateway.networking.k8s.io/GatewayClass',
]);

const CUSTOM_NAMESPACED = new Set([
  'argoproj.io/AppProject',
  'argoproj.io/Application',
  'argoproj.io/ApplicationSet',
  'bitnami.com/SealedSecret',
  'cert-manager.io/Certificate',
  'cert-manager.io/Issuer',
  'cilium.io/CiliumEnvoyConfig',
  'cilium.io/CiliumNetworkPolicy',
  'cilium.io/CiliumNodeConfig',
  'external-secrets.io/ExternalSecret',
  'external-secrets.io/SecretStore',
  'gateway.networking.k8s.io/GRPCRoute',
  'gateway.networking.k8s.io/Gateway',
  'gateway.networking.k8s.io/HTTPRoute',
  'gateway.networking.k8s.io/ReferenceGrant',
  'gateway.networking.k8s.io/TCPRoute',
  'gateway.networking.k8s.io/TLSRoute',
  'gateway.networking.k8s.io/UDPRoute',
  'monitoring.coreos.com/PodMonitor',
  'monitoring.coreos.com/PrometheusRule',
  'monitoring.coreos.com/ServiceMonitor',
  'secrets-store.csi.x-k8s.io/SecretProviderClass',
  'traefik.io/IngressRoute',
  'traefik.io/Middleware',
]);
