import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { root } from '../../support/repository.ts';
import type { Accepted, AnyObject, Cluster } from './cluster.ts';
import { eventually } from './eventually.ts';
import { inSyncOrder } from './sync-order.ts';

/** The definitions that this project renders objects for. */
export const definitions = readObjects('imports/crds/*.yaml');

/** What is in `dist/`: the Applications, which a person applies, then what they sync, each in its order. */
export const site: readonly AnyObject[] = charts().flatMap((chart) => inSyncOrder(readObjects(`${chart}/*.k8s.yaml`)));

/** The one object of `dist/` of this kind and name. */
export function rendered(kind: string, name: string): AnyObject {
  const object = site.find((candidate) => candidate.kind === kind && candidate.metadata.name === name);
  if (object === undefined) throw new Error(`dist/ has no ${kind} ${name}.`);
  return structuredClone(object);
}

/** What is in a cluster before: the namespace of Argo CD, and the definitions, which others install. */
export async function applyPrerequisites(cluster: Cluster): Promise<readonly Accepted[]> {
  const answers = [await cluster.apply(namespace('argocd'))];
  for (const definition of definitions) answers.push(await cluster.apply(definition));
  await eventually(async () => {
    for (const definition of definitions) {
      const { status } = await cluster.read(definition);
      if (!status?.conditions?.some(isEstablished)) throw new Error(`${definition.metadata.name} is not served yet.`);
    }
  });
  return answers;
}

/**
 * Applies the site as a first installation does. A policy holds for nothing until its binding is there, and a moment
 * more.
 */
export async function applySite(cluster: Cluster): Promise<readonly Accepted[]> {
  await applyPrerequisites(cluster);
  const answers: Accepted[] = [];
  for (const object of site) answers.push(await applyOnceServed(cluster, object));
  return answers;
}

export function namespace(name: string, labels: Readonly<Record<string, string>> = {}): AnyObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}

/** A new definition is established a moment before all of the API server knows it. */
function applyOnceServed(cluster: Cluster, object: AnyObject): Promise<Accepted> {
  return cluster.apply(object).catch((error) => {
    const notYet = error.code === 404 || /^Unrecognized API version/.test(error.message);
    if (!notYet) throw error;
    return eventually(() => cluster.apply(object));
  });
}

function isEstablished({ type, status }: { type: string; status: string }): boolean {
  return type === 'Established' && status === 'True';
}

/** `dist/argocd` first, then the others by name. */
function charts(): string[] {
  const others = globSync('dist/*', { cwd: root }).filter((folder) => folder !== 'dist/argocd');
  return ['dist/argocd', ...others.sort()];
}

/** The objects in files of this repository, sorted by path. */
export function readObjects(pattern: string): AnyObject[] {
  const files = globSync(pattern, { cwd: root }).sort();
  return files.flatMap((file) =>
    parseAllDocuments(readFileSync(join(root, file), 'utf8')).map((document) => document.toJS()),
  );
}
