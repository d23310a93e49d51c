import type { InterfaceName } from '../network/interface-name.ts';
import type { KubernetesObject } from '../output/manifest.ts';
import { memberAt } from '../output/record.ts';
import { CiliumConfig } from './config/cilium-config.ts';
import { LabelSelector } from './config/label-selector.ts';
import { isNamed, nameObject } from './config/object-name.ts';
import { DEVICE_KEYS } from './config/settings.ts';
import { decodeDevices } from './device-filter.ts';
import type { Finding } from './finding.ts';
import { findingsOf } from './findings-of.ts';
import type { GuardSettings } from './guard-settings.ts';
import { PINNING_VALUES_FILE, pinningValues } from './pinning-values.ts';
import { directRoutingDevice } from './rules/direct-routing-device.ts';
import { tunnelSelected } from './rules/tunnel-selected.ts';

/**
 * Judges what is known of a cluster's Cilium: for the guarded nodes, of which any may have the labels that another
 * CiliumNodeConfig selects; for the cluster as a whole; and the devices of each such CiliumNodeConfig by itself, as the
 * API server does.
 */
export function judgeSite(
  settings: GuardSettings,
  interfaceName: InterfaceName,
  objects: readonly KubernetesObject[],
): readonly Finding[] {
  const question = { interfaceName, ciliumVersion: settings.version };
  const concerned = objects.filter((object) => concerns(object, settings));
  const isNodeConfig = ({ kind }: KubernetesObject) => kind === 'CiliumNodeConfig';
  const inCluster = (...configs: CiliumConfig[]) => CiliumConfig.combine(configs, settings);
  const clusterWide = inCluster(
    ...(settings.release === undefined ? [] : [settings.release]),
    ...(settings.enforcement === 'helm-values'
      ? [CiliumConfig.fromHelmValues(pinningValues(settings.devices), PINNING_VALUES_FILE)]
      : []),
    CiliumConfig.fromObjects(concerned.filter((object) => !isNodeConfig(object))),
  );
  const nodeConfigs = inCluster(CiliumConfig.fromObjects(concerned.filter(isNodeConfig)));
  const onNodes = inCluster(clusterWide, nodeConfigs);
  const possibleLabels = nodeConfigs.nodeConfigs.map(({ selector }) => selector?.nodeWith(settings.nodeSelector));
  const found = [
    ...[settings.nodeSelector, ...possibleLabels.filter((labels) => labels !== undefined)].flatMap((nodeLabels) =>
      findingsOf(onNodes, { ...question, nodeLabels }),
    ),
    ...(namesDevices(clusterWide) ? findingsOf(clusterWide, question) : []),
    ...[tunnelSelected, directRoutingDevice].flatMap((rule) => rule(nodeConfigs, question)),
    ...(settings.enforcement === 'helm-values' ? openLock(clusterWide, interfaceName) : []),
  ];
  return [...new Map(found.map((finding) => [JSON.stringify(finding), finding])).values()];
}

/** One that names none leaves them to the CiliumNodeConfig, which is as it should be. */
function namesDevices(clusterWide: CiliumConfig): boolean {
  return decodeDevices(clusterWide.settingsFor().get('devices')?.value).length > 0;
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

/** Whether an object can say something about the guarded nodes, of which not all labels are known. */
function concerns(object: KubernetesObject, { nodeSelector, namespace, daemonSetName }: GuardSettings): boolean {
  if (object.kind === 'DaemonSet') return isNamed(nameObject(object), { name: daemonSetName, namespace });
  const selector = LabelSelector.parse(memberAt(object, ['spec', 'nodeSelector']));
  return object.kind !== 'CiliumNodeConfig' || selector === undefined || selector.nodeWith(nodeSelector) !== undefined;
}
