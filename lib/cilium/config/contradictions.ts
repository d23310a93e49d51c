import type { AgentDaemonSet } from './agent-daemon-set.ts';
import type { ConfigBase } from './config-base.ts';
import type { ConfigRules } from './config-sources.ts';
import { type InputProblem, unreadable } from './input-problem.ts';
import { isNamed } from './object-name.ts';

/** What makes it impossible to say what the agents of one cluster read. */
export function contradictions(
  bases: readonly ConfigBase[],
  agents: readonly AgentDaemonSet[],
  rules: ConfigRules,
): readonly InputProblem[] {
  return [...rivalBases(bases), ...rivalAgents(bases, agents), ...missingConfigMap(bases, rules)];
}

function rivalBases(bases: readonly ConfigBase[]): InputProblem[] {
  const sameName = [...Map.groupBy(bases, ({ name }) => name).values()].find((group) => group.length > 1);
  const rivals = sameName ?? (bases.some(({ kind }) => kind === 'dump') && bases.length > 1 ? bases : []);
  const reason = 'Each says what all agents read, and only one can be right.';
  return rivals.length === 0 ? [] : [unreadable(places(rivals), reason, 'Give one of them.')];
}

/** Helm values make a DaemonSet, too. */
function rivalAgents(bases: readonly ConfigBase[], agents: readonly AgentDaemonSet[]): InputProblem[] {
  const values = bases.filter(({ kind }) => kind === 'helm-values');
  const rivals = [...values, ...agents];
  const reason = 'Each says how the agents are started, and only one can be right.';
  return rivals.length < 2 ? [] : [unreadable(places(rivals), reason, 'Give one of them.')];
}

function missingConfigMap(bases: readonly ConfigBase[], rules: ConfigRules): InputProblem[] {
  if (bases.length === 0 || bases.some(({ kind }) => kind === 'dump')) return [];
  return rules.sources
    .filter((source) => source.kind === 'config-map' && !bases.some((base) => isNamed(base, source)))
    .map(({ name }) => {
      const reason = `The agents read the ConfigMap ${name}, which was not given.`;
      return unreadable(rules.sourcesPlace, reason, 'Give that ConfigMap as well.');
    });
}

function places(rivals: readonly { readonly place: string }[]): string {
  return rivals.map(({ place }) => place).join(' and ');
}
