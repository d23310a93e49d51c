import type { LabelMap } from '../../network/label-map.ts';
import { isRecord } from '../../output/record.ts';
import { type ConfigBase, configMapBase, dumpBase, helmBase } from './config-base.ts';
import { type ConfigDocuments, NO_DOCUMENTS, readConfigFile, sortDocuments } from './config-file.ts';
import { type ConfigRules, type ConfigSource, configRules } from './config-sources.ts';
import { contradictions } from './contradictions.ts';
import { readHelmValues } from './helm-values.ts';
import { type InputProblem, unreadable, wrongType } from './input-problem.ts';
import {
  type EgressPolicy,
  type L2Policy,
  type NodeConfig,
  type ObjectReading,
  readObjects,
} from './kubernetes-objects.ts';
import { isNamed } from './object-name.ts';
import { readStart } from './read-start.ts';
import { type AgentKey, type Layer, type Setting, Settings } from './settings.ts';

/** Where Cilium is, and what its agents read, where somebody says it who knows. */
export interface CiliumLocation extends Partial<Pick<ConfigRules, 'sources' | 'sourcesPlace'>> {
  readonly namespace?: string;
}

/**
 * What the agents of one cluster really use, put together as they do it: the ConfigMap (or the Helm values that make
 * it), over it the CiliumNodeConfigs, over those the environment and the arguments of the agent. Later wins, and
 * replaces: nothing is merged.
 *
 * Reading never throws: what cannot be read is a problem, which the rules make a finding of.
 */
export class CiliumConfig {
  /** @param values the values for Cilium's chart, as in its values.yaml */
  static fromHelmValues(values: object, name = 'Helm values'): CiliumConfig {
    return isRecord(values)
      ? new CiliumConfig({ ...NO_DOCUMENTS, helmValues: [{ name, value: values }] })
      : new CiliumConfig({ ...NO_DOCUMENTS, problems: [wrongType(name, values, 'a mapping')] });
  }

  /** @param objects Kubernetes objects; those that do not concern Cilium are left out */
  static fromObjects(objects: readonly object[], name = 'objects'): CiliumConfig {
    return new CiliumConfig(sortDocuments(objects, name));
  }

  /**
   * Files of one cluster, read together. That none of them configures Cilium is a problem too.
   *
   * @param paths each a file of any of the forms that {@link readConfigFile} names
   */
  static fromFiles(paths: readonly string[]): CiliumConfig {
    const config = CiliumConfig.combine(paths.map((path) => CiliumConfig.fromFile(path)));
    if (config.problems.length > 0 || !config.isEmpty) return config;
    const reason = 'Nothing in it configures Cilium.';
    const remedy = 'Give values of its Helm chart, its ConfigMap, its custom resources or its DaemonSet.';
    return new CiliumConfig({ ...NO_DOCUMENTS, problems: [unreadable(paths.join(', '), reason, remedy)] });
  }

  /**
   * @param text a file of any of the forms that {@link readConfigFile} names
   * @param name what to call the file in a finding: `values.yaml`
   */
  static fromText(text: string, name: string): CiliumConfig {
    return new CiliumConfig(readConfigFile(text, name));
  }

  private static fromFile(path: string): CiliumConfig {
    let text: string;
    try {
      text = readStart(path);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const remedy = 'Give a file that exists and is readable.';
      const problem = unreadable(path, `The file cannot be read (${code}).`, remedy);
      return new CiliumConfig({ ...NO_DOCUMENTS, problems: [problem] });
    }
    return CiliumConfig.fromText(text, path);
  }

  /**
   * Several sources of the same cluster, read together.
   *
   * @param location where Cilium is and what it reads, where that is known otherwise
   */
  static combine(configs: readonly CiliumConfig[], location: CiliumLocation = {}): CiliumConfig {
    const documents = configs.map((config) => config.documents);
    return new CiliumConfig(
      {
        helmValues: documents.flatMap(({ helmValues }) => helmValues),
        objects: documents.flatMap(({ objects }) => objects),
        dumps: documents.flatMap(({ dumps }) => dumps),
        problems: documents.flatMap(({ problems }) => problems),
      },
      location,
    );
  }

  /** What could not be read, or is of the wrong type. */
  readonly problems: readonly InputProblem[];

  /** In the order in which Cilium applies them: by their names. */
  readonly nodeConfigs: readonly NodeConfig[];

  readonly l2Policies: readonly L2Policy[];
  readonly egressPolicies: readonly EgressPolicy[];

  /** Where the agents' configuration comes from, and what may override it. */
  readonly rules: ConfigRules;

  /** The namespace that Cilium runs in, where an object says it. */
  readonly namespace?: string;

  private readonly documents: ConfigDocuments;
  private readonly objects: ObjectReading;
  private readonly bases: readonly ConfigBase[];
  private readonly agentLayers: readonly Layer[];

  private constructor(documents: ConfigDocuments, location: CiliumLocation = {}) {
    this.documents = documents;
    this.objects = readObjects(documents.objects);
    const helm = documents.helmValues.length > 0 ? readHelmValues(documents.helmValues) : undefined;
    const [agent] = this.objects.agents;
    const rules = helm?.rules ?? agent?.rules ?? configRules({}, String);
    const { sources = rules.sources, sourcesPlace = rules.sourcesPlace } = location;
    this.rules = { ...rules, sources, sourcesPlace };
    const itsNamespace = location.namespace ?? agent?.namespace;
    this.bases = [
      ...documents.dumps.map(({ name, value }) => dumpBase(name, value)),
      ...(helm === undefined ? [] : [helmBase(String(documents.helmValues.at(-1)?.name), helm)]),
      ...this.configMapBases(itsNamespace),
    ];
    this.namespace = itsNamespace ?? this.bases[0]?.namespace;
    this.agentLayers = [...(helm?.agent ?? []), ...(agent?.layers ?? [])];
    this.nodeConfigs = this.objects.nodeConfigs;
    this.l2Policies = this.objects.l2Policies;
    this.egressPolicies = this.objects.egressPolicies;
    this.problems = [
      ...documents.problems,
      ...this.objects.problems,
      ...this.bases.flatMap(({ problems }) => problems),
      ...contradictions(this.bases, this.objects.agents, this.rules),
    ];
  }

  /**
   * What the agent on a node with these labels gets.
   *
   * @param nodeLabels all labels of the node; left out: what a node gets that no CiliumNodeConfig but those for every
   *   node is for
   */
  settingsFor(nodeLabels?: LabelMap): Settings {
    return this.settingsWhere(({ selector }) =>
      nodeLabels === undefined ? selector?.matchesEverything === true : selector?.matches(nodeLabels) === true,
    );
  }

  /**
   * Everything to judge: what the node with these labels gets; or, when they are not known, what most nodes get, and
   * what each CiliumNodeConfig for some nodes makes of it by itself. Empty when nothing was given that says any of it.
   */
  candidates(nodeLabels?: LabelMap): readonly Settings[] {
    if (nodeLabels !== undefined) return this.hasSettings ? [this.settingsFor(nodeLabels)] : [];
    const isForAll = ({ selector }: NodeConfig) => selector?.matchesEverything === true;
    const isBaseKnown = this.bases.length > 0 || this.agentLayers.some(({ size }) => size > 0);
    const everywhere = isBaseKnown || this.nodeConfigs.some(isForAll) ? [this.settingsFor()] : [];
    const byThemselves = this.nodeConfigs
      .filter((nodeConfig) => nodeConfig.selector !== undefined && !isForAll(nodeConfig))
      .map((one) => this.settingsWhere((nodeConfig) => nodeConfig === one || isForAll(nodeConfig)));
    return [...everywhere, ...byThemselves];
  }

  private get hasSettings(): boolean {
    return this.bases.length > 0 || this.nodeConfigs.length > 0 || this.agentLayers.some(({ size }) => size > 0);
  }

  /** Whether nothing of it configures Cilium. */
  get isEmpty(): boolean {
    const { agents, l2Policies, egressPolicies } = this.objects;
    return !this.hasSettings && [agents, l2Policies, egressPolicies].every((objects) => objects.length === 0);
  }

  private settingsWhere(isFor: (nodeConfig: NodeConfig) => boolean): Settings {
    const settings = new Map<AgentKey, Setting>();
    const [base] = this.bases;
    if (base?.kind === 'dump') {
      for (const [key, setting] of base.layer) settings.set(key, setting);
    } else {
      for (const [index, source] of this.rules.sources.entries()) {
        for (const [key, setting] of this.layersOf(source, isFor).flatMap((layer) => [...layer])) {
          if (index === 0 || this.rules.mayOverride(key)) settings.set(key, setting);
        }
      }
    }
    for (const [key, setting] of this.agentLayers.flatMap((layer) => [...layer])) settings.set(key, setting);
    const placeOf = base?.placeOf ?? ((key: AgentKey) => `ConfigMap cilium-config: data.${key}`);
    return new Settings(settings, base !== undefined, placeOf);
  }

  private layersOf(source: ConfigSource, isFor: (nodeConfig: NodeConfig) => boolean): readonly Layer[] {
    if (source.kind === 'config-map') {
      const base = this.bases.find((candidate) => isNamed(candidate, source));
      return base === undefined ? [] : [base.layer];
    }
    if (source.kind === 'node') return [];
    const namespace = source.namespace ?? this.namespace;
    return (
      this.nodeConfigs
        .filter((nodeConfig) => isNamed(nodeConfig, { ...source, namespace }))
        // A source that names one CiliumNodeConfig takes it for every node.
        .filter((nodeConfig) => source.name !== undefined || isFor(nodeConfig))
        .map(({ layer }) => layer)
    );
  }

  private configMapBases(itsNamespace: string | undefined): readonly ConfigBase[] {
    return this.objects.configMaps
      .filter((configMap) =>
        this.rules.sources.some(
          ({ kind, name, namespace = itsNamespace }) =>
            kind === 'config-map' && isNamed(configMap, { name, namespace }),
        ),
      )
      .map(configMapBase);
  }
}
