import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { parseAllDocuments, parseDocument } from 'yaml';
import { z } from 'zod';
import type { KubernetesObject } from '../output/manifest.ts';
import { isRoutingPeer, readPeer, type Site } from './site.ts';

/** Which of several peers is meant. */
export interface PeerChoice {
  /** The name of the StatefulSet, or `<namespace>/<name>`. */
  readonly peer?: string;

  /** The cluster, by its folder in the output. */
  readonly cluster?: string;

  /** The ordinal of the replica. */
  readonly replica: number;
}

interface PlacedObject {
  readonly object: KubernetesObject;

  /** The folder of the cluster; undefined in a site that names none. */
  readonly cluster: string | undefined;
}

const Rendered = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string().optional(),
    labels: z.record(z.string(), z.string()).optional(),
    annotations: z.record(z.string(), z.string()).optional(),
  }),
});

/** Reads the output of the synth. A string says why there is no site to examine, and what to do. */
export function readSite(folder: string, choice: PeerChoice): Site | string {
  const placed = readObjects(folder);
  if (typeof placed === 'string') return placed;
  const candidates = placed.filter(({ object }) => isRoutingPeer(object));
  const named = candidates.filter(({ object, cluster }) => isChosen(object, cluster, choice));
  if (candidates.length === 0) return `${folder} has no routing peer. Run: npm run synth`;
  if (named.length !== 1) {
    const names = candidates.map(({ object, cluster }) => optionsFor(object, cluster)).join('\n  ');
    return `${named.length === 0 ? `There is no routing peer for ${given(choice)}` : 'There are several routing peers'}. Choose one by\n  ${names}`;
  }
  const [{ object, cluster } = { object: undefined, cluster: undefined }] = named;
  if (object === undefined) return `${folder} has no routing peer. Run: npm run synth`;
  const inCluster = placed.filter((other) => other.cluster === cluster).map((other) => other.object);
  const peer = readPeer(object, inCluster, choice.replica);
  if (peer === undefined) return `StatefulSet ${object.metadata.name} is not one that npm run synth makes.`;
  if (choice.replica >= peer.replicas) {
    return `--replica ${choice.replica}: the peer has ${peer.replicas === 1 ? 'one replica, 0' : `the replicas 0 to ${peer.replicas - 1}`}.`;
  }
  const objects = inCluster.filter(({ apiVersion }) => !apiVersion.startsWith('argoproj.io/'));
  return {
    objects,
    applications: [...placed.map((other) => other.object), ...indexedApplications(folder, placed)].filter((other) =>
      delivers(other, cluster),
    ),
    peer,
    ciliumNamespace: ciliumNamespace(objects),
  };
}

function readObjects(folder: string): readonly PlacedObject[] | string {
  const files = globSync('**/*.k8s.yaml', { cwd: folder }).sort();
  if (files.length === 0) return `There is nothing in ${folder}. Run: npm run synth`;
  const placed: PlacedObject[] = [];
  for (const file of files) {
    const folders = file.split(sep).slice(0, -1);
    const cluster = folders.length > 1 ? folders[0] : undefined;
    for (const document of parseAllDocuments(readFileSync(join(folder, file), 'utf8'))) {
      const object = Rendered.safeParse(document.errors.length > 0 ? undefined : document.toJS());
      if (!object.success) return `${join(folder, file)} is not a Kubernetes object. Run: npm run synth`;
      placed.push({ object: object.data, cluster });
    }
  }
  return placed;
}

function isChosen({ metadata }: KubernetesObject, cluster: string | undefined, choice: PeerChoice): boolean {
  const names = [metadata.name, `${metadata.namespace}/${metadata.name}`];
  const isNamed = choice.peer === undefined || names.includes(choice.peer);
  return isNamed && (choice.cluster === undefined || choice.cluster === cluster);
}

/** `--cluster east --peer other` */
function given({ peer, cluster }: PeerChoice): string {
  return [cluster && `--cluster ${cluster}`, peer && `--peer ${peer}`].filter(Boolean).join(' ');
}

function optionsFor({ metadata }: KubernetesObject, cluster: string | undefined): string {
  const peer = `--peer ${metadata.namespace}/${metadata.name}`;
  return cluster === undefined ? peer : `--cluster ${cluster} ${peer}`;
}

const Application = z.object({ spec: z.object({ source: z.object({ path: z.string() }) }) });

/** Whether an object is an Application for the folders of this cluster. */
function delivers(object: KubernetesObject, cluster: string | undefined): boolean {
  if (object.kind !== 'Application') return false;
  const path = Application.safeParse(object).data?.spec.source.path ?? '';
  return cluster === undefined || path.split('/').includes(cluster);
}

const Index = z.array(z.object({ name: z.string(), folder: z.string(), server: z.string() }));

/** Those that an ApplicationSet makes of the index beside the output. */
function indexedApplications(folder: string, placed: readonly PlacedObject[]): readonly KubernetesObject[] {
  return placed
    .filter(({ object }) => object.kind === 'ApplicationSet')
    .flatMap(({ object, cluster }) => {
      const file = join(folder, cluster ?? '', 'index.json');
      const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
      const entries = Index.safeParse(parseDocument(text, { logLevel: 'silent' }).toJS()).data ?? [];
      return entries.map(({ name, folder: path, server }) => ({
        apiVersion: object.apiVersion,
        kind: 'Application',
        metadata: { name, namespace: object.metadata.namespace },
        spec: { source: { path }, destination: { server } },
      }));
    });
}

const NamespaceSelector = z.object({
  spec: z.object({
    matchConstraints: z.object({
      namespaceSelector: z.object({ matchLabels: z.record(z.string(), z.string()) }),
    }),
  }),
});

/** Of the guard's CiliumNodeConfig, or where its policies look. */
function ciliumNamespace(objects: readonly KubernetesObject[]): string {
  const ofNodeConfig = objects.find(({ kind }) => kind === 'CiliumNodeConfig')?.metadata.namespace;
  const ofPolicies = objects
    .map((object) => NamespaceSelector.safeParse(object).data?.spec.matchConstraints.namespaceSelector.matchLabels)
    .map((labels) => labels?.['kubernetes.io/metadata.name'])
    .find((name) => name !== undefined);
  return ofNodeConfig ?? ofPolicies ?? 'kube-system';
}
