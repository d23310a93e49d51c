import { listAt, memberAt, type UnknownRecord } from '../../output/record.ts';
import { readArguments, readEnvironment } from './agent-options.ts';
import { type ConfigRules, configRules, type RawConfigRules } from './config-sources.ts';
import type { InputProblem } from './input-problem.ts';
import type { ObjectName } from './object-name.ts';
import type { Layer } from './settings.ts';

/** The DaemonSet that runs Cilium's agents. */
export interface AgentDaemonSet extends ObjectName {
  /** The environment and the arguments of the agent, in the order in which they override. */
  readonly layers: readonly Layer[];

  readonly rules: ConfigRules;
}

const POD = ['spec', 'template', 'spec'];

/** Undefined for a DaemonSet without a container `cilium-agent`. */
export function readAgentDaemonSet(
  object: UnknownRecord,
  named: ObjectName,
  problems: InputProblem[],
): AgentDaemonSet | undefined {
  const agent = listAt(object, ...POD, 'containers').find(
    (container) => memberAt(container, ['name']) === 'cilium-agent',
  );
  if (agent === undefined) return undefined;
  const environment = readEnvironment(memberAt(agent, ['env']), `${named.place}: env`);
  const args = readArguments(commandLine(agent), () => `${named.place}: args`);
  problems.push(...environment.problems, ...args.problems);
  return { ...named, layers: [environment.layer, args.layer], rules: readRules(object, named.place) };
}

/**
 * How the init container `config` puts the agent's configuration together. From Cilium 1.20 on there is none when a
 * single ConfigMap is the only source: the agent then reads its files from a volume.
 */
function readRules(object: UnknownRecord, place: string): ConfigRules {
  const builder = listAt(object, ...POD, 'initContainers')
    .map(commandLine)
    .find((words) => words.includes('build-config'));
  if (builder === undefined) {
    const volume = listAt(object, ...POD, 'volumes').find(
      (candidate) => memberAt(candidate, ['name']) === 'cilium-config-path',
    );
    const name = memberAt(volume, ['configMap', 'name']);
    return configRules(typeof name === 'string' ? { sources: `config-map:${name}` } : {}, () => `${place}: volumes`);
  }
  const option = (name: string) => {
    const prefix = `--${name}=`;
    const word = builder.findLast((candidate) => typeof candidate === 'string' && candidate.startsWith(prefix));
    return typeof word === 'string' ? word.slice(prefix.length) : undefined;
  };
  const raw = { sources: option('source'), allowed: option('allow-config-keys'), blocked: option('deny-config-keys') };
  const options: Record<keyof RawConfigRules, string> = {
    sources: '--source',
    allowed: '--allow-config-keys',
    blocked: '--deny-config-keys',
  };
  return configRules(raw, (rule) => `${place}: build-config ${options[rule]}`);
}

function commandLine(container: unknown): readonly unknown[] {
  return [...listAt(container, 'command'), ...listAt(container, 'args')];
}
