import { parseAllDocuments } from 'yaml';
import { isRecord, type UnknownRecord } from '../../cilium/config/record.ts';
import { HELM_VALUES } from '../../output/output-file.ts';
import { canonicalForm } from '../compare/canonical-form.ts';
import { NotReviewable } from '../not-reviewable.ts';
import type { Redactor } from '../redactor.ts';
import { describeSiteObject, FILE_KIND, objectKey, type SiteObject } from '../site-object.ts';

/** A file with manifests, or one that may hold some. */
export interface ManifestFile {
  /** Below its folder, with `/`. */
  readonly path: string;
  readonly content: string | Uint8Array;
}

/** What was read, and the files in which there is nothing to compare. */
export interface ManifestReading {
  readonly objects: readonly SiteObject[];
  readonly skipped: readonly string[];
}

/** Reads manifests of either side. A text that both have is read once, so that what is the same is the very same. */
export class ManifestReader {
  private readonly redactor: Redactor;
  private readonly documents = new Map<string, readonly unknown[]>();

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
      if (!isManifestName(file.path)) {
        skipped.push(shown);
        continue;
      }
      const segments = file.path.split('/');
      const place = {
        file: shown,
        cluster: segments.length > 2 ? segments[0] : undefined,
        chart: segments.slice(0, -1).join('/'),
      };
      for (const value of this.read(shown, file.content)) {
        if (isObject(value)) objects.push(siteObject(value, place));
        else if (isFileOfOutput(file.path))
          objects.push(fileObject(value, segments.slice(place.cluster ? 1 : 0).join('/'), place));
        else throw notAnObject(shown);
      }
    }
    return { objects: unique(objects), skipped };
  }

  /**
   * Reads manifests of any origin: of any layout, several in a file, or a List of them. What holds no object of
   * Kubernetes, such as the values of a chart, is skipped.
   *
   * @throws NotReviewable for the first file that cannot be read
   */
  readManifests(files: Iterable<ManifestFile>): ManifestReading {
    const objects: SiteObject[] = [];
    const skipped: string[] = [];
    for (const { path, content } of files) {
      if (!isManifestName(path)) {
        skipped.push(path);
        continue;
      }
      const values = this.read(path, content);
      const found = values.filter(isObject);
      if (values.some((value) => !isRecord(value))) throw notAnObject(path);
      if (found.length < values.length) skipped.push(path);
      objects.push(...found.map((value) => siteObject(value, { file: path, cluster: undefined, chart: undefined })));
    }
    return { objects: unique(objects), skipped };
  }

  private read(file: string, content: string | Uint8Array): readonly unknown[] {
    const text = typeof content === 'string' ? content : decode(file, content);
    const known = this.documents.get(text);
    if (known !== undefined) return known;
    const values = parse(file, text, this.redactor)
      .flatMap(itemsOf)
      .map((value) => (isRecord(value) ? this.redactor.redact(isObject(value) ? canonicalForm(value) : value) : value));
    this.documents.set(text, values);
    return values;
  }
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

/** As kubectl does, by YAML 1.1; refused, unlike there: a key that is written twice. */
function parse(file: string, text: string, redactor: Redactor): readonly unknown[] {
  try {
    const documents = parseAllDocuments(text, { version: '1.1', prettyErrors: true, logLevel: 'silent' });
    return documents.flatMap((document) => {
      const [error] = document.errors;
      if (error !== undefined) throw error;
      const value: unknown = document.toJS({ maxAliasCount: 100 });
      return value === null || value === undefined ? [] : [value];
    });
  } catch (error) {
    const [reason = ''] = String(Object(error).message).split('\n', 1);
    throw new NotReviewable(`${file} is not YAML: ${redactor.redactText(reason.slice(0, 200))}`, NO_MANIFEST);
  }
}

/** The objects of a List; those of a list of one kind need not say their kind. */
function itemsOf(value: unknown): readonly unknown[] {
  if (!isRecord(value) || typeof value.kind !== 'string' || !Array.isArray(value.items)) return [value];
  const kind = /^(.*)List$/.exec(value.kind)?.[1];
  if (kind === undefined) return [value];
  const implied = kind === '' ? {} : { apiVersion: value.apiVersion, kind };
  return value.items.map((item: unknown) => (isRecord(item) ? { ...implied, ...item } : item));
}

function isObject(value: unknown): value is UnknownRecord {
  return (
    isRecord(value) &&
    typeof value.apiVersion === 'string' &&
    typeof value.kind === 'string' &&
    isRecord(value.metadata) &&
    typeof value.metadata.name === 'string'
  );
}

type Place = Pick<SiteObject, 'file' | 'cluster' | 'chart'>;

function siteObject(content: UnknownRecord, place: Place): SiteObject {
  const { apiVersion, kind, metadata } = content as { apiVersion: string; kind: string; metadata: UnknownRecord };
  const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
  const namespace = typeof metadata.namespace === 'string' ? metadata.namespace : undefined;
  return { ...place, apiVersion, group, kind, namespace, name: String(metadata.name), content };
}

function fileObject(document: unknown, name: string, place: Place): SiteObject {
  return { ...place, apiVersion: '', group: '', kind: FILE_KIND, namespace: undefined, name, content: { document } };
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
