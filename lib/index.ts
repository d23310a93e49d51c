export { ArgoDelivery } from './argocd/argo-delivery.ts';
export type { ArgoDeliveryProps } from './argocd/argo-delivery-props.ts';
export { CiliumDeviceGuard } from './cilium/cilium-device-guard.ts';
export type { CiliumDeviceGuardProps } from './cilium/cilium-device-guard-props.ts';
export { CiliumConfig } from './cilium/config/cilium-config.ts';
export { type DeviceVerdict, type DeviceVerdictOptions, deviceVerdict } from './cilium/device-filter.ts';
export type { Finding } from './cilium/finding.ts';
export { NetbirdRoutingPeer } from './netbird/netbird-routing-peer.ts';
export type {
  ImmutableFields,
  NetbirdRoutingPeerProps,
  RoutingPeerResources,
} from './netbird/netbird-routing-peer-props.ts';
export { AccessToken } from './netbird/network-routes/access-token.ts';
export { NetbirdNetworkRoutes } from './netbird/network-routes/netbird-network-routes.ts';
export type { NetbirdNetworkRoutesProps } from './netbird/network-routes/netbird-network-routes-props.ts';
export { SetupKey } from './netbird/setup-key.ts';
export { Cluster, type ClusterProps } from './output/cluster.ts';
export type { Problem } from './refusal/problem.ts';
export { RefusedError } from './refusal/refused-error.ts';
export type { CaCertificate } from './secrets/ca-certificate.ts';
export type { ExistingSecretProps } from './secrets/existing-secret.ts';
export type {
  ExternalSecretSourceProps,
  NamedSecretStore,
  OpenBaoSecretStore,
} from './secrets/external-secret-source.ts';
export type { MountedSecretProps } from './secrets/mounted-secret.ts';
export type { OpenBaoLogin } from './secrets/open-bao-login.ts';
export type { DeliveryForm } from './secrets/secret-source.ts';
export { synthesize } from './synth/synthesize.ts';
