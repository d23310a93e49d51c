/** The keys of the agent's configuration that can bring an interface in. ConfigMap, arguments and environment share them. */
export const AGENT_KEYS = [
  'devices',
  'force-device-detection',
  'direct-routing-device',
  'bpf-lb-acceleration',
  'egress-masquerade-interfaces',
  'enable-bpf-masquerade',
  'enable-bpf-tproxy',
  'install-no-conntrack-iptables-rules',
  'nodeport-addresses',
] as const;

export type AgentKey = (typeof AGENT_KEYS)[number];

/** Those of {@link AGENT_KEYS} that are true or false. */
export const BOOLEAN_KEYS: readonly AgentKey[] = [
  'force-device-detection',
  'enable-bpf-masquerade',
  'enable-bpf-tproxy',
  'install-no-conntrack-iptables-rules',
];

/** The keys that choose devices: those that the native lock has to cover. */
export const DEVICE_KEYS: readonly AgentKey[] = ['devices', 'force-device-detection', 'direct-routing-device'];

/** The value of one key, and where a person finds it. */
export interface Setting {
  /** The raw string that the agent reads. */
  readonly value: string;

  /** `ConfigMap kube-system/cilium-config: data.devices`. */
  readonly place: string;
}

/** What one place says: a ConfigMap, a CiliumNodeConfig, the environment or the arguments of the agent. */
export type Layer = ReadonlyMap<AgentKey, Setting>;

/** What the agent on some node would read, all places taken together. */
export class Settings {
  /** Whether they are all that the agent reads; false when only objects that override were given. */
  readonly areComplete: boolean;

  private readonly layer: Layer;
  private readonly placeOfAbsent: (key: AgentKey) => string;

  constructor(layer: Layer, areComplete: boolean, placeOfAbsent: (key: AgentKey) => string) {
    this.layer = layer;
    this.areComplete = areComplete;
    this.placeOfAbsent = placeOfAbsent;
  }

  get(key: AgentKey): Setting | undefined {
    return this.layer.get(key);
  }

  /** Where the key is written, or would be. */
  placeOf(key: AgentKey): string {
    return this.layer.get(key)?.place ?? this.placeOfAbsent(key);
  }

  isTrue(key: AgentKey): boolean {
    return isGoTrue(this.layer.get(key)?.value);
  }
}

/** What Go's strconv.ParseBool, which the agent uses, calls true. */
export function isGoTrue(value: string | undefined): boolean {
  return value !== undefined && ['1', 't', 'T', 'true', 'TRUE', 'True'].includes(value.trim());
}

/** Whether it calls it true or false; the agent does not start with anything else. An empty string is false. */
export function isGoBoolean(value: string): boolean {
  return isGoTrue(value) || ['', '0', 'f', 'F', 'false', 'FALSE', 'False'].includes(value.trim());
}
