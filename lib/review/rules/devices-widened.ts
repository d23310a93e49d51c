import { decodeDevices } from '../../cilium/device-filter.ts';
import { isRecord, memberAt, textAt } from '../../output/record.ts';
import type { FieldPath } from '../compare/field-path.ts';
import { staysBehind } from '../delivery.ts';
import { FILE_KIND, type SiteObject } from '../site-object.ts';
import type { Rule } from './rule.ts';

/** Where an object says which interfaces Cilium shall use, and in which form. */
interface DeviceSettings {
  readonly devices: readonly string[] | undefined;
  readonly isForced: boolean;

  /** What keeps others from setting it otherwise. */
  readonly lock: string | undefined;

  /** Which nodes it is for. */
  readonly selector: string;
}

/** What reaches more interfaces may reach the tunnel's. */
export const devicesWidened: Rule = {
  name: 'devices-widened',
  class: 'exposure',
  reason: 'When Cilium selects the tunnel interface, public services answer 504.',
  source: 'docs/decisions/0002-wt0-stays-out-of-cilium.md',

  find({ before, after, differences }, sites) {
    const had = before && settingsOf(before);
    if (before === undefined || had === undefined || staysBehind({ before, after }, sites)) return [];
    const has = after && settingsOf(after);
    const causes = has === undefined ? ['nothing pins the devices here any more'] : causesOf(had, has);
    if (causes.length === 0) return [];
    const relevant = after === undefined ? differences : differences.filter(({ path }) => isOfDevices(path));
    return [
      {
        differences: relevant.length > 0 ? relevant : differences,
        consequence: `Cilium may use interfaces that it did not use before: ${causes.join('; ')}.`,
        remedy: 'Make sure that the tunnel interface is not among them.',
        command: after === undefined ? ASK_CLUSTER : `npm run guard -- ${after.file}`,
      },
    ];
  },
};

/** What is left is what Cilium itself is configured with. */
const ASK_CLUSTER =
  'kubectl -n kube-system get configmap cilium-config -o yaml > cilium-config.yaml && npm run guard -- cilium-config.yaml';

function causesOf(before: DeviceSettings, after: DeviceSettings): readonly string[] {
  const added = (after.devices ?? []).filter((device) => !before.devices?.includes(device));
  const isDetected = (after.devices ?? []).length === 0 && (before.devices ?? []).length > 0;
  return [
    ...added.map((device) => `${device} is new`),
    ...(isDetected ? ['it detects them itself'] : []),
    ...(after.isForced && !before.isForced ? ['it detects others besides those that are listed'] : []),
    ...(before.lock !== undefined && before.lock !== after.lock ? ['the lock on them is another one, or gone'] : []),
    ...(before.selector !== after.selector ? ['it is for other nodes'] : []),
  ];
}

function isOfDevices(path: FieldPath): boolean {
  return path.some((segment) => /device|^daemon$|nodeSelector|blocked|allowed|configSources|^defaults$/i.test(segment));
}

function settingsOf({ kind, name, content }: SiteObject): DeviceSettings | undefined {
  if (kind === 'CiliumNodeConfig') {
    return fromKeys(
      memberAt(content, ['spec', 'defaults']),
      JSON.stringify(memberAt(content, ['spec', 'nodeSelector'])),
    );
  }
  if (kind === 'ConfigMap' && isRecord(content.data) && Object.hasOwn(content.data, 'devices')) {
    return fromKeys(content.data, '');
  }
  if (kind !== FILE_KIND || !/cilium/.test(name) || !isRecord(content.document)) return undefined;
  const { devices, forceDeviceDetection, daemon } = content.document;
  return {
    devices: Array.isArray(devices)
      ? devices.map(String)
      : decodeDevices(typeof devices === 'string' ? devices : undefined),
    isForced: forceDeviceDetection === true,
    lock: JSON.stringify(daemon),
    selector: '',
  };
}

function fromKeys(keys: unknown, selector: string): DeviceSettings {
  return {
    devices: decodeDevices(textAt(keys, 'devices')),
    isForced: textAt(keys, 'force-device-detection')?.trim() === 'true',
    lock: undefined,
    selector,
  };
}
