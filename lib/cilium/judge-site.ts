import type { InterfaceName } from '../network/interface-name.ts';
import type { LabelMap } from '../network/label-map.ts';
import type { KubernetesObject } from '../output/manifest.ts';
import { CiliumConfig } from './config/cilium-config.ts';
import { DEVICE_KEYS } from './config/settings.ts';
import { decodeDevices } from './device-filter.ts';
import type { Finding } from './finding.ts';
import { findingsOf } from './findings-of.ts';
import type { GuardSettings } from './guard-settings.ts';
import { PINNING_VALUES_FILE, pinningValues } from './pinning-values.ts';

/**
 * Judges what is known of a cluster's Cilium three times: for the guarded nodes; for the cluster as a whole; and each
 * CiliumNodeConfig by itself that may be for the guarded nodes too, since not all of their labels are known.
 */
export function judgeSite(
  settings: GuardSettings,
  interfaceName: InterfaceName,
  objects: readonly KubernetesObject[],
): readonly Finding[] {
  const question = { interfaceName, ciliumVersion: settings.version };
  const concerned = objects.filter((object) => concerns(object, settings.nodeSelector));
  const isNodeConfig = ({ kind }: KubernetesObject) => kind === 'CiliumNodeConfig';
  const clusterWide = CiliumConfig.combine([
    ...(settings.release === undefined ? [] : [settings.release]),
    ...(settings.enforcement === 'helm-values'
      ? [CiliumConfig.fromHelmValues(pinningValues(settings.devices), PINNING_VALUES_FILE)]
      : []),
    CiliumConfig.fromObjects(concerned.filter((object) => !isNodeConfig(object))),
  ]);
  const nodeConfigs = CiliumConfig.fromObjects(concerned.filter(isNodeConfig));
  const found = [
    ...findingsOf(CiliumConfig.combine([clusterWide, nodeConfigs]), { ...question, nodeLabels: settings.nodeSelector }),
    ...(leavesDevicesToNodes(settings, clusterWide) ? [] : findingsOf(clusterWide, question)),
    ...findingsOf(nodeConfigs, question),
    ...(settings.enforcement === 'helm-values' ? openLock(clusterWide, interfaceName) : []),
  ];
  return [...new Map(found.map((finding) => [JSON.stringify(finding), finding])).values()];
}

/** Where a CiliumNodeConfig pins the devices, a cluster that names none is as it should be. */
function leavesDevicesToNodes(settings: GuardSettings, clusterWide: CiliumConfig): boolean {
  const devices = decodeDevices(clusterWide.settingsFor().get('devices')?.value);
  return settings.enforcement === 'node-config' && devices.length === 0;
}

/** Other values of the release can keep the door open that the values of the guard are to lock. */
function openLock({ rules }: CiliumConfig, interfaceName: InterfaceName): Finding[] {
  const open = DEVICE_KEYS.filter((key) => rules.mayOverride(key));
  if (open.length === 0) return [];
  return [
    {
      rule: 'open-lock',
      severity: 'error',
      place: rules.lockPlace,
      verdict: `${interfaceName} may be selected by a CiliumNodeConfig`,
      reason: `It allows ${open.join(', ')} to be overridden, and makes the lock of ${PINNING_VALUES_FILE} void.`,
      source: 'pkg/option/resolver/resolver.go',
      remedy: 'Take these keys out of it.',
    },
  ];
}

const KINDS = ['ConfigMap', 'DaemonSet', 'CiliumNodeConfig', 'CiliumL2AnnouncementPolicy', 'CiliumEgressGatewayPolicy'];

/** Whether an object can say something about nodes with these labels. One that wants another value for a label cannot. */
function concerns(object: KubernetesObject, nodeLabels: LabelMap): boolean {
  if (object.kind !== 'CiliumNodeConfig') return KINDS.includes(object.kind);
  const { nodeSelector } = Object(object.spec);
  const wanted = Object.entries(Object(nodeSelector?.matchLabels));
  return wanted.every(([label, value]) => nodeLabels[label] === undefined || nodeLabels[label] === value);
}
