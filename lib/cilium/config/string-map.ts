import { isRecord, memberAt } from '../../output/record.ts';
import type { AgentOptions } from './agent-options.ts';
import { type InputProblem, wrongType } from './input-problem.ts';
import { AGENT_KEYS, type AgentKey, BOOLEAN_KEYS, isGoBoolean, type Setting } from './settings.ts';

/**
 * The raw keys of a ConfigMap's `data`, a CiliumNodeConfig's `defaults` or Helm's `extraConfig`, whose values the API
 * server accepts only as strings.
 *
 * @param prefix what stands before the key in its place: `ConfigMap kube-system/cilium-config: data.`
 */
export function readStringMap(data: unknown, prefix: string): AgentOptions {
  const layer = new Map<AgentKey, Setting>();
  const problems: InputProblem[] = [];
  if (!isRecord(data ?? {})) {
    return { layer, problems: [wrongType(prefix.replace(/\W$/, ''), data, 'a mapping')] };
  }
  for (const key of AGENT_KEYS) {
    const value = memberAt(data, [key]);
    const place = `${prefix}${key}`;
    if (value === undefined || value === null) continue;
    if (typeof value !== 'string') {
      problems.push(wrongType(place, value, 'a string, in quotes'));
    } else if (BOOLEAN_KEYS.includes(key) && !isGoBoolean(value)) {
      problems.push(wrongType(place, value, '"true" or "false": the agent does not start with anything else'));
    } else {
      layer.set(key, { value, place });
    }
  }
  return { layer, problems };
}
