/** A place that the agent's configuration is put together from, before the agent starts. */
export interface ConfigSource {
  readonly kind: 'config-map' | 'cilium-node-config' | 'node';

  /** Left out: Cilium's own namespace. */
  readonly namespace?: string;

  /** Left out for a CiliumNodeConfig: all of them, by their selectors. */
  readonly name?: string;
}

/** Where the configuration comes from, and what later places may override. `cilium-dbg build-config` works by it. */
export interface ConfigRules {
  /** In order; later ones override. */
  readonly sources: readonly ConfigSource[];

  /** Where the sources are written. */
  readonly sourcesPlace: string;

  /** Whether a source after the first may set the key. */
  readonly mayOverride: (key: string) => boolean;

  /** Where the lock is written. */
  readonly lockPlace: string;
}

/** The three values that say it: of Helm's `daemon`, or of the arguments of `build-config`. */
export interface RawConfigRules {
  /** `daemon.configSources`, `--source`. */
  readonly sources?: string;

  /** `daemon.allowedConfigOverrides`, `--allow-config-keys`. */
  readonly allowed?: string;

  /** `daemon.blockedConfigOverrides`, `--deny-config-keys`. */
  readonly blocked?: string;
}

/**
 * An allow list that names any key makes the deny list void, and locks every other key.
 *
 * @param placeOf where a person finds each of the three
 * @see https://github.com/cilium/cilium/blob/main/pkg/option/resolver/resolver.go
 */
export function configRules(raw: RawConfigRules, placeOf: (rule: keyof RawConfigRules) => string): ConfigRules {
  const allowed = list(raw.allowed);
  const blocked = list(raw.blocked);
  return {
    // The chart takes an empty text for none.
    sources: parseSources(raw.sources || 'config-map:cilium-config,cilium-node-config'),
    sourcesPlace: placeOf('sources'),
    mayOverride: (key) => (allowed.length > 0 ? allowed.includes(key) : !blocked.includes(key)),
    lockPlace: placeOf(allowed.length > 0 ? 'allowed' : 'blocked'),
  };
}

/**
 * @param text separated by commas: `config-map[:[namespace/]name]`, `cilium-node-config[:namespace[/name]]` or
 *   `node[:name]`; what is none of them is left out
 */
export function parseSources(text: string): ConfigSource[] {
  return list(text).flatMap(parseSource);
}

function list(text: string | undefined): string[] {
  return (text ?? '').split(',').filter((entry) => entry !== '');
}

function parseSource(text: string): ConfigSource[] {
  const [kind, rest = ''] = split(text, ':');
  const [first, second] = split(rest, '/');
  if (kind === 'config-map') {
    return second === undefined
      ? [{ kind, name: first === '' ? 'cilium-config' : first }]
      : [{ kind, namespace: first, name: second }];
  }
  if (kind === 'cilium-node-config') {
    return [{ kind, ...(first !== '' && { namespace: first }), name: second }];
  }
  return kind === 'node' ? [{ kind }] : [];
}

function split(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
