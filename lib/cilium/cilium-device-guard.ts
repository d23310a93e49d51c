import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { CiliumNodeConfig, CiliumNodeConfigV2Alpha1 } from '../../imports/cilium.io.ts';
import { SyncWave, syncAnnotations } from '../argocd/sync.ts';
import { parseDnsLabel } from '../network/dns-label.ts';
import { parseInterfaceName } from '../network/interface-name.ts';
import { type LabelMap, parseLabelMap } from '../network/label-map.ts';
import { InvalidValue } from '../refusal/invalid-value.ts';
import { PropsReview } from '../refusal/props-review.ts';
import { CiliumVersion } from './cilium-version.ts';
import { decidingEntry } from './device-filter.ts';

export interface CiliumDeviceGuardProps {
  /**
   * The interfaces that Cilium shall use on the node, as entries of its `devices`: names, prefixes (`eth+`), and from
   * Cilium 1.19 on exclusions (`!wt0`). Refused: a list under which a forbidden interface would, or could, be selected.
   */
  readonly devices: readonly string[];

  /** The interfaces that Cilium must never select; normally the routing peer's `interfaceName`. */
  readonly forbid: readonly string[];

  /** Labels of the nodes to guard; normally the routing peer's `nodeSelector`. */
  readonly nodeSelector: LabelMap;

  /**
   * The version of Cilium in the cluster: `1.16`. Without it, and after 1.20, only what is safe on every version from
   * 1.15 to 1.20 is accepted.
   *
   * @default unknown
   */
  readonly ciliumVersion?: string;

  /**
   * The name of the CiliumNodeConfig. Cilium applies several in the order of their names, and the last one wins.
   *
   * @default 'netbird-device-guard'
   */
  readonly name?: string;

  /**
   * The namespace that Cilium runs in; its agents read CiliumNodeConfigs of no other.
   *
   * @default 'kube-system'
   */
  readonly namespace?: string;
}

/**
 * Keeps an interface out of Cilium's devices: refuses a `devices` list that would let it in, and pins the list on the
 * routing peer's node, whatever the cluster-wide ConfigMap says. The agents read it only when they start.
 */
export class CiliumDeviceGuard extends Construct {
  readonly nodeConfig: ApiObject;

  /** @throws RefusedError with every problem of the props */
  constructor(scope: Construct, id: string, props: CiliumDeviceGuardProps) {
    super(scope, id);
    const review = new PropsReview(this);
    const { devices, forbid, nodeSelector, ciliumVersion, ...rest } = props;
    const { name = 'netbird-device-guard', namespace = 'kube-system', ...unknownProps } = rest;
    review.refuseUnknown(unknownProps);
    const version = review.parseOptional('ciliumVersion', ciliumVersion, CiliumVersion.parse);
    const selector = review.parse('nodeSelector', nodeSelector, parseLabelMap, { 'kubernetes.io/os': 'linux' });
    const metadata = {
      name: review.parse('name', name, parseDnsLabel, 'netbird-device-guard'),
      namespace: review.parse('namespace', namespace, parseDnsLabel, 'kube-system'),
      labels: {
        'app.kubernetes.io/name': name,
        'app.kubernetes.io/component': 'device-guard',
        'app.kubernetes.io/part-of': 'netbird',
        'app.kubernetes.io/managed-by': 'cdk8s',
      },
      annotations: syncAnnotations(SyncWave.Prerequisite, 'SkipDryRunOnMissingResource=true'),
    };
    // An entry that is refused matches nothing, and keeps the others in their places.
    const entries = review.parseList('devices', devices, parseDevicesEntry, '["eth0"]').map((entry) => entry ?? '');
    const forbidden = review
      .parseList('forbid', forbid, parseInterfaceName, '["wt0"]')
      .filter((interfaceName) => interfaceName !== undefined);
    for (const interfaceName of forbidden) reviewDevices(entries, interfaceName, version, review);
    review.conclude();

    const spec = { nodeSelector: { matchLabels: selector }, defaults: pinnedKeys(entries, version) };
    this.nodeConfig =
      version === undefined || version.isAtLeast(16)
        ? new CiliumNodeConfig(this, 'node-config', { metadata, spec })
        : new CiliumNodeConfigV2Alpha1(this, 'node-config', { metadata, spec });
  }
}

/** What the agents on the node shall read instead of the ConfigMap's values. 1.15 does not know the second key. */
function pinnedKeys(devices: readonly string[], version: CiliumVersion | undefined): Record<string, string> {
  const pinned = { devices: devices.join(' ') };
  return version === undefined || version.isAtLeast(16) ? { ...pinned, 'force-device-detection': 'false' } : pinned;
}

function parseDevicesEntry(value: unknown): string {
  // U+0085 is a blank to Cilium, but not to \s.
  if (typeof value !== 'string' || value === '' || /[\s\u0085,]/.test(value)) {
    throw new InvalidValue(
      'An entry is one name: Cilium splits the list at blanks and commas, and reads both together as neither.',
      'Write one entry for each interface, for example ["eth0", "eth1"].',
    );
  }
  if (/[*?;|]/.test(value)) {
    throw new InvalidValue(
      'Cilium takes it for the name of an interface: it knows no pattern but a + at the end.',
      'Name the interfaces, for example ["eth0"], or write a prefix, for example ["eth+"].',
    );
  }
  return value;
}

/** Refuses each entry that would select the interface, on the given version or, when that is unknown, on any. */
function reviewDevices(
  devices: readonly string[],
  interfaceName: string,
  ciliumVersion: CiliumVersion | undefined,
  review: PropsReview,
): void {
  const isKnown = CiliumVersion.known.some((known) => known.toString() === ciliumVersion?.toString());
  const versions = isKnown && ciliumVersion !== undefined ? [ciliumVersion] : CiliumVersion.known;
  const selecting = new Map<number, CiliumVersion[]>();
  for (const version of versions) {
    const deciding = decidingEntry(devices, interfaceName, version);
    if (deciding === undefined || deciding.excludes) continue;
    selecting.set(deciding.index, [...(selecting.get(deciding.index) ?? []), version]);
  }
  for (const [index, where] of selecting) {
    const entry = String(devices[index]);
    const why = entry === interfaceName ? '.' : ': a + at the end makes a prefix of it.';
    const late = where.length < versions.length ? ' Exclusions (!) exist only from 1.19 on.' : '';
    review.refuse(`devices[${index}]`, {
      value: entry,
      reason: `It selects ${interfaceName} on ${describeVersions(where, versions)}${why}${late}`,
      remedy: 'Name the interfaces that Cilium shall use, for example ["eth0"].',
    });
  }
}

function describeVersions(some: readonly CiliumVersion[], all: readonly CiliumVersion[]): string {
  if (some.length === CiliumVersion.known.length) return 'every version of Cilium';
  return some.length === 1 || all.length === 1 ? `Cilium ${some[0]}` : `Cilium ${some[0]} to ${some[some.length - 1]}`;
}
