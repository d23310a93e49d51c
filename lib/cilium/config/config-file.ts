import { isRecord, type UnknownRecord } from '../../output/record.ts';
import { type InputProblem, unreadable } from './input-problem.ts';
import { MOST_BYTES } from './read-start.ts';
import { readYaml } from './yaml-text.ts';

/** A value, and the file (or whatever else) that it was read from. */
export interface Named<T> {
  readonly name: string;
  readonly value: T;
}

/** What a file holds, sorted by what it is. */
export interface ConfigDocuments {
  /** Values for Cilium's Helm chart; of several, the later override as with `helm -f a -f b`. */
  readonly helmValues: readonly Named<UnknownRecord>[];

  /** Kubernetes objects, of whatever kind. */
  readonly objects: readonly Named<UnknownRecord>[];

  /** The content of the ConfigMap `cilium-config`, or what an agent made of it. */
  readonly dumps: readonly Named<UnknownRecord>[];

  readonly problems: readonly InputProblem[];
}

export const NO_DOCUMENTS: ConfigDocuments = { helmValues: [], objects: [], dumps: [], problems: [] };

/**
 * Finds out what a text is:
 *
 * - YAML or JSON objects with `apiVersion` and `kind`, one or many, also as a `List` (`kubectl get -o yaml`);
 * - a dump of `cilium-config`, known by its keys with hyphens: a mapping in YAML or JSON
 *   (`kubectl get configmap cilium-config -o jsonpath={.data}`), lines of `key=value`, or lines of `key:value` as
 *   `grep . *` prints them in an agent's `/tmp/cilium/config-map`;
 * - else Helm values; an empty text is a file without any.
 *
 * Refused: `cilium-dbg config --all`, which does not show what `devices` was set to.
 */
export function readConfigFile(text: string, name: string): ConfigDocuments {
  if (text.length > MOST_BYTES) {
    const reason = 'It is too large to be a configuration of Cilium.';
    return { ...NO_DOCUMENTS, problems: [unreadable(name, reason, 'Give only the part that configures Cilium.')] };
  }
  if (/^#+ Read-only configurations #/m.test(text)) {
    const reason = 'It is the output of cilium-dbg config, which does not show what devices was set to.';
    const remedy = 'Run instead: kubectl -n kube-system get configmap cilium-config -o yaml';
    return { ...NO_DOCUMENTS, problems: [unreadable(name, reason, remedy)] };
  }
  const lines = readLines(text);
  if (lines !== undefined) return { ...NO_DOCUMENTS, dumps: [{ name, value: lines }] };
  const reading = readYaml(text, name);
  if ('problem' in reading) return { ...NO_DOCUMENTS, problems: [reading.problem] };
  const given = reading.values.filter((value) => value !== null);
  return sortDocuments(given.length === 0 ? [{}] : given, name);
}

/** As {@link readConfigFile}, for values that are read already. */
export function sortDocuments(values: readonly unknown[], name: string): ConfigDocuments {
  const helmValues: Named<UnknownRecord>[] = [];
  const objects: Named<UnknownRecord>[] = [];
  const dumps: Named<UnknownRecord>[] = [];
  const problems: InputProblem[] = [];
  for (const value of values.flatMap(itemsOfList)) {
    if (!isRecord(value)) {
      const remedy = 'Give a values file, manifests, or a dump of cilium-config.';
      problems.push(unreadable(name, 'It is neither a mapping nor a Kubernetes object.', remedy));
    } else if ('apiVersion' in value && 'kind' in value) {
      objects.push({ name, value });
    } else if (isDump(value)) {
      dumps.push({ name, value });
    } else {
      helmValues.push({ name, value });
    }
  }
  return { helmValues, objects, dumps, problems };
}

/** Keys of `cilium-config` have hyphens and no capitals, and their values are text; values of the chart are neither. */
function isDump(value: UnknownRecord): boolean {
  const keys = Object.keys(value);
  const isFlat = Object.values(value).every((member) => typeof member !== 'object');
  return isFlat && keys.some((key) => key.includes('-')) && !keys.some((key) => /[A-Z]/.test(key));
}

function itemsOfList(value: unknown): readonly unknown[] {
  const isList = isRecord(value) && typeof value.kind === 'string' && value.kind.endsWith('List');
  return isList && Array.isArray(value.items) ? value.items : [value];
}

const DUMPED_LINES = [
  { separator: '=', form: /^[a-z0-9][a-z0-9._-]*=/ },
  { separator: ':', form: /^[a-z0-9][a-z0-9._-]*:\S/ },
];

/** Undefined unless every line is of one of the two forms. A value of several lines has as many of the second. */
function readLines(text: string): UnknownRecord | undefined {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const dumped = DUMPED_LINES.find(({ form }) => lines.every((line) => form.test(line)));
  if (lines.length === 0 || dumped === undefined) return undefined;
  const values = new Map<string, string>();
  for (const line of lines) {
    const end = line.indexOf(dumped.separator);
    const [key, value] = [line.slice(0, end), line.slice(end + 1)];
    const earlier = values.get(key);
    values.set(key, earlier === undefined ? value : `${earlier}\n${value}`);
  }
  return Object.fromEntries(values);
}
