import { type DnsLabel, parseDnsLabel } from '../network/dns-label.ts';
import { type DnsSubdomain, parseDnsSubdomain } from '../network/dns-subdomain.ts';
import { type InterfaceName, parseInterfaceName } from '../network/interface-name.ts';
import { type LabelMap, parseLabelMap } from '../network/label-map.ts';
import { InvalidValue } from '../refusal/invalid-value.ts';
import { oneOf } from '../refusal/one-of.ts';
import type { PropsReview } from '../refusal/props-review.ts';
import type { AdmissionAction } from './admission/admission-policy.ts';
import type { CiliumDeviceGuardProps } from './cilium-device-guard-props.ts';
import { CiliumVersion } from './cilium-version.ts';
import { CiliumConfig } from './config/cilium-config.ts';
import { type ConfigSource, parseSources } from './config/config-sources.ts';
import { decidingEntry, decodeDevices } from './device-filter.ts';
import { describeVersions, judgedVersions, otherInterface } from './question.ts';

/** The checked props of a guard, with their defaults. */
export interface GuardSettings {
  readonly devices: readonly string[];
  readonly forbid: readonly InterfaceName[];
  readonly nodeSelector: LabelMap;
  readonly version: CiliumVersion | undefined;

  /** The version whose semantics count; undefined where only what is safe on all of them will do. */
  readonly judgedVersion: CiliumVersion | undefined;

  /** What Cilium is installed with, where that is known. */
  readonly release: CiliumConfig | undefined;
  readonly enforcement: 'node-config' | 'helm-values';
  readonly admission: AdmissionAction | 'none';

  /** Where the agents' configuration comes from. */
  readonly sources: readonly ConfigSource[];
  readonly sourcesPlace: string;
  readonly name: DnsLabel;
  readonly namespace: DnsLabel;
  readonly configMapName: DnsSubdomain;
  readonly daemonSetName: DnsSubdomain;
}

/** The beginnings of the names of its policies, by the interface that they forbid. */
export function policyNames({ name, forbid }: GuardSettings): readonly string[] {
  return forbid.map((_, index) => (index === 0 ? name : `${name}-${index + 1}`));
}

/** Checks the props of a guard and fills in the defaults; what is wrong goes into the review. */
export function reviewGuard(props: CiliumDeviceGuardProps, review: PropsReview): GuardSettings {
  const {
    devices,
    forbid,
    nodeSelector,
    ciliumVersion,
    helmValues,
    enforcement = 'node-config',
    admission = 'Deny',
    configSources,
    name = 'netbird-device-guard',
    namespace = 'kube-system',
    configMapName = 'cilium-config',
    daemonSetName = 'cilium',
    ...unknownProps
  } = review.members('props', props);
  review.refuseUnknown(unknownProps);
  const version = review.parseOptional('ciliumVersion', ciliumVersion, CiliumVersion.parse);
  const release = review.parseOptional('helmValues', helmValues, parseHelmValues);
  const given = review.parseOptional('configSources', configSources, parseConfigSources);
  if (enforcement === 'node-config' && given?.some(({ kind }) => kind === 'cilium-node-config') === false) {
    review.refuse('configSources', {
      value: configSources,
      reason: 'The agents would read no CiliumNodeConfig, and so not the one that pins the devices.',
      remedy: 'Add "cilium-node-config", or write enforcement: "helm-values".',
    });
  }
  const list = devices ?? devicesOf(release);
  // Helm values that are refused may name some.
  const isUnknown = list === undefined && helmValues !== undefined && release === undefined;
  // An entry that is refused matches nothing, and keeps the others in their places.
  const entries = isUnknown
    ? []
    : review.parseList('devices', list, parseDevicesEntry, '["eth0"]').map((entry) => entry ?? '');
  if (entries.length > 0 && entries.every((entry) => entry.startsWith('!'))) {
    review.refuse('devices', {
      value: entries,
      reason: 'Nothing in it selects an interface: Cilium would use none.',
      remedy: 'Name the interfaces that Cilium shall use as well, for example ["eth0"].',
    });
  }
  const forbidden = review.parseList('forbid', forbid, parseForbidden, '["wt0"]').filter((name) => name !== undefined);
  for (const interfaceName of new Set(forbidden)) reviewDevices(entries, interfaceName, version, review);
  const itsConfigMap = review.parse('configMapName', configMapName, parseDnsSubdomain, 'cilium-config');
  return {
    devices: entries,
    forbid: [...new Set(forbidden)],
    nodeSelector: review.parse('nodeSelector', nodeSelector, parseLabelMap, { 'kubernetes.io/os': 'linux' }),
    version,
    judgedVersion: CiliumVersion.known.find((known) => known.toString() === version?.toString()),
    release,
    enforcement: review.parse('enforcement', enforcement, oneOf('node-config', 'helm-values'), 'node-config'),
    admission: review.parse('admission', admission, oneOf('Deny', 'Warn', 'Audit', 'none'), 'Deny'),
    sources: given ?? release?.rules.sources ?? parseSources(`config-map:${itsConfigMap},cilium-node-config`),
    sourcesPlace: given === undefined ? (release?.rules.sourcesPlace ?? 'configMapName') : 'configSources',
    name: review.parse('name', name, parseDnsLabel, 'netbird-device-guard'),
    namespace: review.parse('namespace', namespace, parseDnsLabel, 'kube-system'),
    configMapName: itsConfigMap,
    daemonSetName: review.parse('daemonSetName', daemonSetName, parseDnsSubdomain, 'cilium'),
  };
}

function parseDevicesEntry(value: unknown): string {
  // U+0085 is a blank to Cilium, but not to \s.
  if (typeof value !== 'string' || value === '' || /[\s\u0085,]/.test(value)) {
    throw new InvalidValue(
      'An entry is one name, without blanks and commas: Cilium would split the list there.',
      'Write one entry for each interface, for example ["eth0", "eth1"].',
    );
  }
  if (/[*?;|]/.test(value)) {
    throw new InvalidValue(
      'Cilium takes it for the name of an interface: it knows no pattern but a + at the end.',
      'Name the interfaces, for example ["eth0"], or write a prefix, for example ["eth+"].',
    );
  }
  const name = value.replace(/^!/, '').replace(/[+]+$/, '');
  try {
    if (name !== '' || !value.endsWith('+')) parseInterfaceName(name);
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    throw new InvalidValue(error.reason, 'Name an interface of the node, for example ["eth0"].');
  }
  return value;
}

function parseForbidden(value: unknown): InterfaceName {
  const interfaceName = parseInterfaceName(value);
  if (/[!+,]/.test(interfaceName)) {
    throw new InvalidValue('"!", "+" and commas have a meaning in devices.', 'Give the interface another name.');
  }
  return interfaceName;
}

/** Refuses each entry that would select the interface, on the given version or, when that is unknown, on any. */
function reviewDevices(
  devices: readonly string[],
  interfaceName: InterfaceName,
  ciliumVersion: CiliumVersion | undefined,
  review: PropsReview,
): void {
  const question = { interfaceName, ciliumVersion };
  const versions = judgedVersions(question);
  const selecting = new Map<number, CiliumVersion[]>();
  for (const version of versions) {
    const deciding = decidingEntry(devices, interfaceName, version);
    if (deciding === undefined || deciding.excludes) continue;
    selecting.set(deciding.index, [...(selecting.get(deciding.index) ?? []), version]);
  }
  for (const [index, where] of selecting) {
    const entry = String(devices[index]);
    const isName = entry === interfaceName;
    const why = isName ? '.' : ': a + at the end makes a prefix of it.';
    const late = where.length < versions.length ? ' Exclusions (!) exist only from 1.19 on.' : '';
    review.refuse(`devices[${index}]`, {
      value: entry,
      reason: `It selects ${interfaceName} ${describeVersions(question, where)}${why}${late}`,
      remedy: isName
        ? 'Take it out, here or in forbid.'
        : `Name the interfaces that Cilium shall use, for example ["${otherInterface(interfaceName)}"].`,
    });
  }
}

function parseHelmValues(value: unknown): CiliumConfig {
  if (typeof value === 'string' && value !== '') {
    const release = CiliumConfig.fromFiles([value]);
    const ofFile = release.problems.find(({ place }) => place === value);
    if (ofFile !== undefined) throw new InvalidValue(ofFile.reason, ofFile.remedy);
    return release;
  }
  if (typeof value === 'object' && value !== null) return CiliumConfig.fromHelmValues(value);
  throw new InvalidValue(
    'It is neither the path of a file nor an object.',
    'Write, for example, "cilium/values.yaml".',
  );
}

/** Undefined where the values name none. */
function devicesOf(release: CiliumConfig | undefined): readonly string[] | undefined {
  const devices = decodeDevices(release?.settingsFor().get('devices')?.value);
  return devices.length === 0 ? undefined : devices;
}

function parseConfigSources(value: unknown): readonly ConfigSource[] {
  if (typeof value !== 'string') {
    throw new InvalidValue(
      'It is not a list of sources, separated by commas.',
      'Write, for example, "config-map:kube-system/cilium-config,cilium-node-config:kube-system".',
    );
  }
  return parseSources(value);
}
