import { join } from 'node:path';
import { parse } from 'yaml';
import { ManifestReader } from '../../lib/review/base/manifest-reader.ts';
import { Redactor } from '../../lib/review/redactor.ts';
import type { SiteObject } from '../../lib/review/site-object.ts';
import { filesBelow, root } from './repository.ts';

// biome-ignore lint/suspicious/noExplicitAny: objects of any kind, as they are in YAML
export type AnyObject = any;

/** Without the routes, which have objects of the same kinds as the peer. */
const dist = Object.entries(filesBelow(join(root, 'dist'))).filter(([path]) => !path.startsWith('netbird-routes/'));

/** The output of this repository, to be changed as a colleague of the reader would. */
export class SiteEditor {
  private readonly files = new Map<string, AnyObject>(
    dist.map(([path, content]) => [path, parse(content, { version: '1.1' })]),
  );

  /** The object of that kind, the only one or the one of that name. */
  get(kind: string, name?: string): AnyObject {
    return this.files.get(this.pathOf(kind, name));
  }

  /** Every object of that kind. */
  all(kind: string): readonly AnyObject[] {
    return [...this.files.values()].filter((object) => object.kind === kind);
  }

  /** The pod template's specification of the peer. */
  get pod(): AnyObject {
    return this.get('StatefulSet').spec.template.spec;
  }

  /** The container of NetBird's client. */
  get client(): AnyObject {
    return this.pod.containers[0];
  }

  /** The variable of the client with that name. */
  variable(name: string): AnyObject {
    return this.client.env.find((variable: AnyObject) => variable.name === name);
  }

  add(object: AnyObject, chart = 'netbird'): AnyObject {
    this.files.set(`${chart}/${object.kind}.${object.metadata.name}.k8s.yaml`, object);
    return object;
  }

  addFile(path: string, document: unknown): void {
    this.files.set(path, document);
  }

  remove(kind: string, name?: string): AnyObject {
    const path = this.pathOf(kind, name);
    const object = this.files.get(path);
    this.files.delete(path);
    return object;
  }

  /** As the review reads them. */
  objects(redactor = new Redactor()): readonly SiteObject[] {
    const files = [...this.files].map(([path, document]) => ({ path, content: JSON.stringify(document) }));
    return new ManifestReader(redactor).readOutput('dist', files).objects;
  }

  private pathOf(kind: string, name?: string): string {
    const found = [...this.files].filter(
      ([, object]) => object.kind === kind && (name === undefined || object.metadata.name === name),
    );
    if (found.length !== 1) throw new Error(`There are ${found.length} of ${kind} ${name ?? ''}.`);
    return String(found[0]?.[0]);
  }
}

/** Both sides, each edited from the same output. */
export function sides(
  before: (site: SiteEditor) => void,
  after: (site: SiteEditor) => void,
): { before: readonly SiteObject[]; after: readonly SiteObject[] } {
  const [old, made] = [new SiteEditor(), new SiteEditor()];
  before(old);
  after(made);
  const redactor = new Redactor();
  return { before: old.objects(redactor), after: made.objects(redactor) };
}

/** The site as it is. */
export function asItIs(): void {}
