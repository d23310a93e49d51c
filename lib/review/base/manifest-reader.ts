import { groupOf } from '../../output/api-group.ts';
import { HELM_VALUES } from '../../output/output-file.ts';
import { isRecord, type UnknownRecord } from '../../output/record.ts';
import { canonicalForm } from '../compare/canonical-form.ts';
import { ownForm } from '../compare/own-form.ts';
import { NotReviewable } from '../not-reviewable.ts';
import type { Redactor } from '../redactor.ts';
import { describeSiteObject, FILE_KIND, objectKey, type SiteObject } from '../site-object.ts';
import { loadManifests, whyNotLoaded } from './load-manifests.ts';

/** A file with manifests, or one that may hold some. */
export interface ManifestFile {
  /** Below its folder, with `/`. */
  readonly path: string;

  /** Undefined for what is no file: a link, a submodule. */
  readonly content: string | Uint8Array | undefined;
}

/** What was read, and the files in which there is nothing to compare. */
export interface ManifestReading {
  readonly objects: readonly SiteObject[];
  readonly skipped: readonly string[];
}

/** Reads manifests of either side. A text that both have is read once, so that what is the same is the very same. */
export class ManifestReader {
  private readonly redactor: Redactor;
  private readonly documents = new Map<string, readonly ReadDocument[]>();

  constructor(redactor: Redactor) {
    this.redactor = redactor;
  }

  /**
   * Reads `[<cluster>/]<chart>/<Kind>.<name>.k8s.yaml` and what else stands in an output of this project: each file
   * that holds no object is one itself.
   *
   * @param folder how a person calls it: `dist`
   * @throws NotReviewable for the first file that cannot be read
   */
  readOutput(folder: string, files: Iterable<ManifestFile>): ManifestReading {
    const objects: SiteObject[] = [];
    const skipped: string[] = [];
    for (const file of files) {
      const shown = `${folder}/${file.path}`;
      if (file.content === undefined || !isManifestName(file.path)) {
        skipped.push(skippedFile(shown, file));
        continue;
      }
      const segments = file.path.split('/');
      const place = {
        file: shown,
        cluster: segments.length > 2 ? segments[0] : undefined,
        chart: segments.slice(0, -1).join('/'),
      };
      for (const { value, object } of this.read(shown, file.content)) {
        if (object !== undefined) objects.push({ ...object, ...place });
        else if (isFileOfOutput(file.path))
          objects.push(fileObject(value, segments.slice(place.cluster ? 1 : 0).join('/'), place));
        else throw notAnObject(shown);
      }
    }
    return { objects: unique(objects), skipped };
  }

  /**
   * Reads manifests of any origin: of any layout, several in a file, or a List of them. What holds no object of
   * Kubernetes, such as the values of a chart or a patch, is skipped.
   *
   * @throws NotReviewable for the first file that cannot be read
   */
  readManifests(files: Iterable<ManifestFile>): ManifestReading {
    const objects: SiteObject[] = [];
    const skipped: string[] = [];
    for (const { path, content } of files) {
      if (content === undefined || !isManifestName(path)) {
        skipped.push(skippedFile(path, { content }));
        continue;
      }
      const documents = this.read(path, content);
      if (documents.some(({ value }) => !isRecord(value) && !Array.isArray(value))) throw notAnObject(path);
      if (documents.some(({ object }) => object === undefined)) skipped.push(path);
      const place = { file: path, cluster: undefined, chart: undefined };
      objects.push(...documents.flatMap(({ object }) => (object === undefined ? [] : { ...object, ...place })));
    }
    return { objects: unique(objects), skipped };
  }

  /** The documents of a text, which is read once, however many files have it. */
  private read(file: string, content: string | Uint8Array): readonly ReadDocument[] {
    const text = typeof content === 'string' ? content : decode(file, content);
    const known = this.documents.get(text);
    if (known !== undefined) return known;
    try {
      const values = loadManifests(text)
        .flatMap(itemsOf)
        .map((value) => readDocument(this.redactor.redact(value)));
      this.documents.set(text, values);
      return values;
    } catch (error) {
      const reason = whyNotLoaded(error);
      if (reason === undefined) throw error;
      throw new NotReviewable(`${file} is not YAML: ${this.redactor.redactText(reason)}`, NO_MANIFEST);
    }
  }
}

function skippedFile(name: string, { content }: Pick<ManifestFile, 'content'>): string {
  return content === undefined ? `${name} (a link)` : name;
}

/** Whether a file may hold manifests, by its name. */
function isManifestName(path: string): boolean {
  return /\.(ya?ml|json)$/i.test(path);
}

function isFileOfOutput(path: string): boolean {
  return !path.endsWith('.k8s.yaml') || path.split('/').at(-2) === HELM_VALUES;
}

function decode(file: string, content: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    throw new NotReviewable(`${file} is not text: it is not valid UTF-8.`, NO_MANIFEST);
  }
}

const NO_MANIFEST = 'Give a base whose YAML and JSON files are manifests of Kubernetes.';

function notAnObject(file: string): NotReviewable {
  return new NotReviewable(`${file} holds something that is no object of Kubernetes.`, NO_MANIFEST);
}

/** The objects of a List; those of a list of one kind need not say their kind. */
function itemsOf(value: unknown): readonly unknown[] {
  if (!isRecord(value) || typeof value.kind !== 'string' || !Array.isArray(value.items)) return [value];
  const kind = /^(.*)List$/.exec(value.kind)?.[1];
  if (kind === undefined) return [value];
  const implied = kind === '' ? {} : { apiVersion: value.apiVersion, kind };
  return value.items.map((item: unknown) => (isRecord(item) ? { ...implied, ...item } : item));
}

interface NamedObject extends UnknownRecord {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: UnknownRecord & { readonly name: string };
}

function isObject(value: unknown): value is NamedObject {
  return (
    isRecord(value) &&
    typeof value.apiVersion === 'string' &&
    typeof value.kind === 'string' &&
    isRecord(value.metadata) &&
    typeof value.metadata.name === 'string'
  );
}

type Place = Pick<SiteObject, 'file' | 'cluster' | 'chart'>;

/** A document of a file, and the object that it is. */
interface ReadDocument {
  readonly value: unknown;
  readonly object?: Omit<SiteObject, keyof Place>;
}

function readDocument(value: unknown): ReadDocument {
  if (!isObject(value)) return { value };
  const manifest = ownForm(value);
  const { apiVersion, kind, metadata } = value;
  const { namespace, name } = metadata;
  const identity = {
    apiVersion,
    group: groupOf(apiVersion),
    kind,
    namespace: typeof namespace === 'string' ? namespace : undefined,
    name,
  };
  return { value, object: { ...identity, manifest, content: canonicalForm(manifest) } };
}

function fileObject(document: unknown, name: string, place: Place): SiteObject {
  const content = { document };
  return {
    ...place,
    apiVersion: '',
    group: '',
    kind: FILE_KIND,
    namespace: undefined,
    name,
    manifest: content,
    content,
  };
}

/** Each object once. Two that differ leave open which of them is in the cluster. */
function unique(objects: readonly SiteObject[]): readonly SiteObject[] {
  const first = new Map<string, SiteObject>();
  for (const object of objects) {
    const key = `${object.cluster ?? ''} ${objectKey(object)}`;
    const other = first.get(key);
    if (other !== undefined && JSON.stringify(other.content) !== JSON.stringify(object.content)) {
      throw new NotReviewable(
        `${describeSiteObject(object)} is in the base twice, and differs: ${other.file}, ${object.file}`,
        'Leave one of them.',
      );
    }
    if (other === undefined) first.set(key, object);
  }
  return [...first.values()];
}
