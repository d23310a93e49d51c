import type { HelmReading } from './helm-values.ts';
import type { InputProblem } from './input-problem.ts';
import type { ConfigMapObject } from './kubernetes-objects.ts';
import type { AgentKey, Layer } from './settings.ts';
import { readStringMap } from './string-map.ts';

/** Something that says what all agents read, before anything overrides it. */
export interface ConfigBase {
  /** The name of its ConfigMap. */
  readonly name: string;

  /** Left out when it is not said. */
  readonly namespace?: string;

  /** The file or the object. */
  readonly place: string;

  readonly layer: Layer;

  /** Where a key is written, or would be. */
  readonly placeOf: (key: AgentKey) => string;

  /** Helm values come with a DaemonSet; in a dump is all but what environment and arguments override. */
  readonly kind: 'helm-values' | 'config-map' | 'dump';

  readonly problems: readonly InputProblem[];
}

/** The ConfigMap that the chart makes of its values. */
export function helmBase(file: string, { configMap, placeOf, problems }: HelmReading): ConfigBase {
  return { kind: 'helm-values', name: 'cilium-config', place: file, layer: configMap, placeOf, problems };
}

export function configMapBase(configMap: ConfigMapObject): ConfigBase {
  return { ...configMap, kind: 'config-map', placeOf: (key) => `${configMap.place}: data.${key}` };
}

/** Written as YAML without quotes, a value may look like a number or a boolean: the agent reads text. */
export function dumpBase(file: string, dump: object): ConfigBase {
  const texts = Object.entries(dump).map(([key, entry]) => [key, String(entry)]);
  const { layer, problems } = readStringMap(Object.fromEntries(texts), `${file}: `);
  const placeOf = (key: AgentKey) => `${file}: ${key}`;
  return { kind: 'dump', name: 'cilium-config', place: file, layer, placeOf, problems };
}
