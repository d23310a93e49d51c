import { parse } from 'yaml';
import type { KubernetesObject } from '../../lib/output/manifest.ts';
import { type Problem, shown } from '../../lib/refusal/problem.ts';
import { coreKindFindings } from './core-kinds.ts';
import { customResourceFindings } from './custom-resources.ts';

/** What is wrong with a file that holds one object, by the schema of that. */
export async function manifestProblems(file: string, text: string): Promise<readonly Problem[]> {
  let object: KubernetesObject;
  try {
    object = parse(text);
  } catch (error) {
    return [{ path: file, reason: `It is no YAML: ${(error as Error).message.trim()}`, remedy: '' }];
  }
  const findings = (await customResourceFindings(object)) ?? (await coreKindFindings(object));
  if (findings === undefined) {
    const kind = `${object.apiVersion} ${object.kind}`;
    return [{ path: file, reason: `There is no schema for ${kind}.`, remedy: 'Add one to imports/crds.' }];
  }
  return findings.map(({ path, reason }) => ({
    path: file,
    field: path.length === 0 ? undefined : fieldName(path),
    value: valueAt(object, path),
    reason,
    remedy: '',
  }));
}

/** `spec.template.spec.containers[0].image` */
function fieldName(path: readonly string[]): string {
  const names = path.map((name) => (/^\d+$/.test(name) ? `[${name}]` : `.${name}`));
  return names.join('').replace(/^\./, '');
}

function valueAt(object: unknown, path: readonly string[]): string | undefined {
  const value = path.reduce<unknown>((parent, name) => Object(parent)[name], object);
  return value === undefined ? undefined : shown(value);
}
