import { isRecord, memberAt } from '../../output/record.ts';
import { type InputProblem, unreadable, wrongType } from './input-problem.ts';
import { AGENT_KEYS, type AgentKey, BOOLEAN_KEYS, type Layer, type Setting } from './settings.ts';

/** The options found at one place, and what of it could not be used. */
export interface AgentOptions {
  readonly layer: Layer;
  readonly problems: readonly InputProblem[];
}

/** The keys that may be repeated: the agent appends what each gives. */
const LIST_KEYS: readonly AgentKey[] = ['devices', 'egress-masquerade-interfaces', 'nodeport-addresses'];

/**
 * The command line of the agent: `--devices=eth0`, or `--devices eth0` in two arguments; for a boolean, the option
 * alone means true, and what follows it is no value. Lists are read as CSV and add up when repeated.
 *
 * @param placeOf names the argument at an index
 */
export function readArguments(args: readonly unknown[], placeOf: (index: number) => string): AgentOptions {
  const layer = new Map<AgentKey, Setting>();
  const problems: InputProblem[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const argument = args[index];
    const place = placeOf(index);
    if (typeof argument !== 'string') {
      problems.push(wrongType(place, argument, 'a string'));
      continue;
    }
    if (argument === '--') break;
    const [, name, given] = /^--([^=]+)(?:=(.*))?/s.exec(argument) ?? [];
    const key = AGENT_KEYS.find((known) => known === name);
    if (key === undefined) continue;
    let value = given;
    if (value === undefined && !BOOLEAN_KEYS.includes(key)) {
      index += 1;
      value = typeof args[index] === 'string' ? String(args[index]) : undefined;
    }
    value ??= BOOLEAN_KEYS.includes(key) ? 'true' : '';
    if (LIST_KEYS.includes(key) && value.includes('"')) problems.push(quoted(place));
    const earlier = LIST_KEYS.includes(key) ? layer.get(key)?.value : undefined;
    layer.set(key, { value: untrimmed(earlier === undefined ? value : `${earlier},${value}`), place });
  }
  return { layer, problems };
}

/** The agent reads `CILIUM_DEVICES` for `devices`, and so on; a variable that is empty counts as absent. */
export function readEnvironment(variables: unknown, place: string): AgentOptions {
  const layer = new Map<AgentKey, Setting>();
  const problems: InputProblem[] = [];
  if (variables === undefined || variables === null) return { layer, problems };
  if (!Array.isArray(variables)) return { layer, problems: [wrongType(place, variables, 'a list')] };
  for (const variable of variables) {
    const name = memberAt(variable, ['name']);
    const key = AGENT_KEYS.find((known) => name === `CILIUM_${known.toUpperCase().replaceAll('-', '_')}`);
    if (key === undefined || !isRecord(variable)) continue;
    const here = `${place} ${name}`;
    const { value = '', valueFrom } = variable;
    if (valueFrom !== undefined) {
      const remedy = 'Take the variable out: the ConfigMap is the place for it.';
      problems.push(unreadable(here, 'Its value comes from elsewhere.', remedy));
    } else if (typeof value !== 'string') {
      problems.push(wrongType(here, value, 'a string'));
    } else if (value !== '') {
      layer.set(key, { value: untrimmed(value), place: here });
    }
  }
  return { layer, problems };
}

/**
 * Only the files of the ConfigMap are trimmed before they are split. Commas around a list are empty entries, which
 * match nothing, and keep the blanks at its ends where they are.
 */
function untrimmed(value: string): string {
  return value.includes(',') && value !== value.trim() ? `,${value},` : value;
}

function quoted(place: string): InputProblem {
  return unreadable(
    place,
    'The agent reads it as CSV, and takes quotes for a part of that.',
    'Write it without quotes.',
  );
}
