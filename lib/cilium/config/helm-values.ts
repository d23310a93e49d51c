import { isRecord, memberAt, type UnknownRecord } from '../../output/record.ts';
import { readArguments, readEnvironment } from './agent-options.ts';
import type { Named } from './config-file.ts';
import { type ConfigRules, configRules } from './config-sources.ts';
import { type InputProblem, wrongType } from './input-problem.ts';
import { AGENT_KEYS, type AgentKey, type Layer, type Setting } from './settings.ts';
import { readStringMap } from './string-map.ts';

/** What Cilium's chart makes of its values. */
export interface HelmReading {
  /** Its ConfigMap `cilium-config`. */
  readonly configMap: Layer;

  /** Where a key of the ConfigMap would be written in the values. */
  readonly placeOf: (key: AgentKey) => string;

  /** The environment and the arguments of the agent, in the order in which they override. */
  readonly agent: readonly Layer[];

  readonly rules: ConfigRules;
  readonly problems: readonly InputProblem[];
}

/**
 * How the chart writes a key: from which value, of which type (by the chart's values.schema.json, of 1.20 where older
 * ones say nothing), and to which string. Null, for Helm, is a value that is not there.
 */
interface ChartKey {
  readonly path: readonly string[];
  readonly expected: string;

  /** Undefined for a value of another type. */
  readonly render: (value: unknown) => string | undefined;
}

const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
const boolean = (value: unknown) => (typeof value === 'boolean' ? String(value) : undefined);
const joined = (separator: string) => (value: unknown) =>
  Array.isArray(value) && value.every((entry) => typeof entry === 'string') ? value.join(separator) : text(value);

/** @see https://github.com/cilium/cilium/blob/main/install/kubernetes/cilium/templates/cilium-configmap.yaml */
const CHART: Readonly<Record<AgentKey, ChartKey>> = {
  devices: { path: ['devices'], expected: 'a string, or a list of strings', render: joined(' ') },
  'force-device-detection': { path: ['forceDeviceDetection'], expected: 'true or false', render: boolean },
  'direct-routing-device': { path: ['nodePort', 'directRoutingDevice'], expected: 'a string', render: text },
  'bpf-lb-acceleration': { path: ['loadBalancer', 'acceleration'], expected: 'a string', render: text },
  // The template writes it without quotes, so that a list would make the ConfigMap invalid.
  'egress-masquerade-interfaces': { path: ['egressMasqueradeInterfaces'], expected: 'a string', render: text },
  'enable-bpf-masquerade': { path: ['bpf', 'masquerade'], expected: 'true or false', render: boolean },
  'enable-bpf-tproxy': { path: ['bpf', 'tproxy'], expected: 'true or false', render: boolean },
  'install-no-conntrack-iptables-rules': {
    path: ['installNoConntrackIptablesRules'],
    expected: 'true or false',
    render: boolean,
  },
  'nodeport-addresses': {
    path: ['nodePort', 'addresses'],
    expected: 'a string, or a list of strings',
    render: joined(','),
  },
};

/** The values that become arguments of `build-config`. */
const RULES = {
  sources: ['daemon', 'configSources'],
  allowed: ['daemon', 'allowedConfigOverrides'],
  blocked: ['daemon', 'blockedConfigOverrides'],
};

/** @param files at least one; of a value that several have, the last one counts */
export function readHelmValues(files: readonly Named<UnknownRecord>[]): HelmReading {
  const values = new HelmValues(files);
  const configMap = new Map<AgentKey, Setting>();
  for (const key of AGENT_KEYS) {
    const { path, expected, render } = CHART[key];
    const value = values.read(path, expected, render);
    if (value !== undefined) configMap.set(key, { value, place: values.placeOf(path) });
  }
  values.read(['kubeProxyReplacement'], 'a string, or true or false', (value) => text(value) ?? boolean(value));
  for (const [key, setting] of values.extraConfig()) configMap.set(key, setting);

  const { list: extraEnv, place: envPlace } = values.list(['extraEnv']);
  const { list: extraArgs, place: argsPlace } = values.list(['extraArgs']);
  const environment = readEnvironment(extraEnv, `${envPlace}:`);
  const args = readArguments(extraArgs, (index) => `${argsPlace}[${index}]`);
  const rules = configRules(
    {
      sources: values.read(RULES.sources, 'a string', text),
      allowed: values.read(RULES.allowed, 'a string', text),
      blocked: values.read(RULES.blocked, 'a string', text),
    },
    (rule) => values.placeOf(RULES[rule]),
  );
  return {
    configMap,
    placeOf: (key) => values.placeOf(CHART[key].path),
    agent: [environment.layer, args.layer],
    rules,
    problems: [...values.problems, ...environment.problems, ...args.problems],
  };
}

class HelmValues {
  readonly problems: InputProblem[] = [];
  private readonly files: readonly Named<UnknownRecord>[];

  constructor(files: readonly Named<UnknownRecord>[]) {
    this.files = files;
    for (const { name, value } of files) {
      for (const parent of ['nodePort', 'loadBalancer', 'bpf', 'daemon']) {
        const member = memberAt(value, [parent]) ?? {};
        if (!isRecord(member)) this.problems.push(wrongType(`${name}: ${parent}`, member, 'a mapping'));
      }
    }
  }

  placeOf(path: readonly string[]): string {
    const file = this.files.findLast(({ value }) => memberAt(value, path) !== undefined) ?? this.files.at(-1);
    return `${file?.name}: ${path.join('.')}`;
  }

  read<T>(path: readonly string[], expected: string, parse: (value: unknown) => T | undefined): T | undefined {
    const value = this.valueAt(path) ?? undefined;
    const parsed = parse(value);
    if (value !== undefined && parsed === undefined) {
      this.problems.push(wrongType(this.placeOf(path), value, expected));
    }
    return parsed;
  }

  list(path: readonly string[]): { readonly list: readonly unknown[]; readonly place: string } {
    const list = this.read(path, 'a list', (value) => (Array.isArray(value) ? value : undefined)) ?? [];
    return { list, place: this.placeOf(path) };
  }

  /** Written at the end of the ConfigMap, after the chart's own keys, which it overrides. */
  extraConfig(): Layer {
    const keys = new Map<AgentKey, Setting>();
    for (const { name, value } of this.files) {
      const given = memberAt(value, ['extraConfig']);
      const { layer, problems } = readStringMap(given, `${name}: extraConfig.`);
      // With Helm, a null takes back what an earlier file says.
      for (const key of keys.keys()) if (given === null || memberAt(given, [key]) === null) keys.delete(key);
      for (const [key, setting] of layer) keys.set(key, setting);
      this.problems.push(...problems);
    }
    return keys;
  }

  private valueAt(path: readonly string[]): unknown {
    const values = this.files.map(({ value }) => memberAt(value, path));
    return values.findLast((value) => value !== undefined);
  }
}
