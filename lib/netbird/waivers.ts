import type { SecretDelivery } from '../secrets/secret-source.ts';
import type { RoutingPeerSettings } from './routing-peer-settings.ts';

/** A linter of manifests that can be told, by annotations, which of its checks an object need not pass. */
export type Linter = 'kube-score' | 'kube-linter' | 'polaris' | 'checkov';

export interface Waiver {
  /** Why the workload needs what the checks advise against. No `=`: checkov would fail on it. */
  readonly reason: string;

  /** Which peers need it; all where it is left out. */
  readonly isFor?: (settings: RoutingPeerSettings, setupKey: SecretDelivery) => boolean;

  /** The ids of the checks that say it, by linter. */
  readonly checks: Readonly<Partial<Record<Linter, readonly string[]>>>;
}

/**
 * What linters say of the StatefulSet of a routing peer, and must not be followed; of its other objects they say
 * nothing. Whatever else they say is mended, or true: `privileged: true` is not waived, so that they go on to say it.
 *
 * Complete for what kube-score 1.20, kube-linter 0.7, polaris 10.2 and checkov 3.3 check by default.
 */
export const WAIVERS: readonly Waiver[] = [
  {
    reason: 'WireGuard, its routes and the NAT rules belong to the node.',
    checks: { 'kube-linter': ['host-network'], polaris: ['hostNetworkSet'], checkov: ['CKV_K8S_19'] },
  },
  {
    reason: 'NetworkPolicies do not select pods on the host network.',
    checks: { 'kube-score': ['pod-networkpolicy'], polaris: ['missingNetworkPolicy'], checkov: ['CKV2_K8S_6'] },
  },
  {
    reason: 'Interfaces, routes and NAT rules are changed with NET_ADMIN, and the socket of WireGuard is a raw one.',
    checks: {
      'kube-linter': ['drop-net-raw-capability'],
      polaris: ['dangerousCapabilities'],
      checkov: ['CKV_K8S_25'],
    },
  },
  {
    reason:
      'Only root gets these capabilities from the container runtime, and the state directory is readable by root only.',
    checks: {
      'kube-score': ['container-security-context-user-group-id'],
      'kube-linter': ['run-as-non-root'],
      polaris: ['runAsRootAllowed'],
      checkov: ['CKV_K8S_23', 'CKV_K8S_40'],
    },
  },
  {
    reason:
      'The client keeps its socket and temporary files below /var/run and /tmp; nobody has measured what else it writes.',
    isFor: ({ readOnlyRootFilesystem }) => !readOnlyRootFilesystem,
    checks: {
      'kube-score': ['container-security-context-readonlyrootfilesystem'],
      'kube-linter': ['no-read-only-root-fs'],
      polaris: ['notReadOnlyRootFilesystem'],
      checkov: ['CKV_K8S_22'],
    },
  },
  {
    reason: 'A limit of CPU would throttle the tunnel.',
    checks: { 'kube-score': ['container-resources'], polaris: ['cpuLimitsMissing'], checkov: ['CKV_K8S_11'] },
  },
  {
    reason: 'It writes to its volume and to a log that the node rotates; an eviction would take the tunnel down.',
    checks: { 'kube-score': ['container-ephemeral-storage-request-and-limit'] },
  },
  {
    reason: 'The tag names one version, and the registry may be reachable only through this tunnel.',
    checks: {
      'kube-score': ['container-image-pull-policy'],
      polaris: ['pullPolicyNotAlways'],
      checkov: ['CKV_K8S_15'],
    },
  },
  {
    reason: 'The tag names one version; a site that wants a digest gives one in the image.',
    checks: { checkov: ['CKV_K8S_43'] },
  },
  {
    reason: 'The client reads its key from a Secret.',
    isFor: (_, { environment }) => environment.valueFrom !== undefined,
    checks: { checkov: ['CKV_K8S_35'] },
  },
  {
    reason: 'The WireGuard module that the client loads is in /lib/modules of the node.',
    isFor: ({ loadsKernelModule }) => loadsKernelModule,
    checks: { polaris: ['hostPathSet'] },
  },
  {
    reason: 'Replicas are kept apart by node; whether by zone too is for the site to choose.',
    isFor: ({ replicas }) => !replicas.spreadOverZones,
    checks: { polaris: ['topologySpreadConstraint'] },
  },
  {
    reason: 'A priority class is for the site to choose.',
    checks: { polaris: ['priorityClassNotSet'] },
  },
  {
    reason: 'Argo CD writes the name of its Application into that label where it tracks by labels.',
    checks: { polaris: ['metadataAndInstanceMismatched'] },
  },
];

/** The waivers as each linter reads them, all on the StatefulSet itself: changing one does not restart the peer. */
export function waiverAnnotations(
  settings: RoutingPeerSettings,
  setupKey: SecretDelivery,
): Readonly<Record<string, string>> {
  const waivers = WAIVERS.filter(({ isFor }) => isFor?.(settings, setupKey) ?? true);
  const reasons = (linter: Linter) =>
    waivers.flatMap(({ reason, checks }) => (checks[linter] ?? []).map((check) => ({ check, reason })));
  return Object.fromEntries([
    [
      'kube-score/ignore',
      reasons('kube-score')
        .map(({ check }) => check)
        .join(','),
    ],
    ...reasons('kube-linter').map(({ check, reason }) => [`ignore-check.kube-linter.io/${check}`, reason]),
    ...reasons('polaris').map(({ check }) => [`polaris.fairwinds.com/${check}-exempt`, 'true']),
    ...reasons('checkov').map(({ check, reason }, index) => [`checkov.io/skip${index + 1}`, `${check}=${reason}`]),
  ]);
}
