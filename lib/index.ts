export { ArgoDelivery, type ArgoDeliveryProps } from './argocd/argo-delivery.ts';
export { CiliumDeviceGuard, type CiliumDeviceGuardProps } from './cilium/cilium-device-guard.ts';
export { type DeviceVerdict, type DeviceVerdictOptions, deviceVerdict } from './cilium/device-filter.ts';
export { NetbirdRoutingPeer } from './netbird/netbird-routing-peer.ts';
export type {
  ImmutableFields,
  NetbirdRoutingPeerProps,
  RoutingPeerResources,
} from './netbird/netbird-routing-peer-props.ts';
export { type OpenBaoSetupKeyProps, SetupKey } from './netbird/setup-key.ts';
export type { Problem } from './refusal/problem.ts';
export { RefusedError } from './refusal/refused-error.ts';
export { synthesize } from './synth/synthesize.ts';
