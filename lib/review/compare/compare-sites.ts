import { Site } from '../site.ts';
import { FILE_KIND, objectKey, type SiteObject } from '../site-object.ts';
import { isPeer } from '../workload.ts';
import { compareObjects, type Difference } from './compare-objects.ts';

/** An object that is otherwise than in the base, or only on one side. */
export type ObjectChange = { readonly differences: readonly Difference[] } & (
  | { readonly before: SiteObject; readonly after: SiteObject }
  | { readonly before: undefined; readonly after: SiteObject }
  | { readonly before: SiteObject; readonly after: undefined }
);

/** The objects of the two sides, and how they differ. */
export interface SiteComparison {
  readonly before: Site;
  readonly after: Site;

  /** Ordered by cluster, kind, namespace and name. */
  readonly changes: readonly ObjectChange[];

  /** The routing peers that are new, or were something else. */
  readonly newPeers: readonly SiteObject[];

  /** Of an object that goes from one namespace and comes in another, each side by the other. */
  readonly moved: ReadonlyMap<SiteObject, SiteObject>;
}

/** The object of a change as it will be, or as it was. */
export function objectOf({ before, after }: ObjectChange): SiteObject {
  return (after ?? before) as SiteObject;
}

/** Where a difference of the folders stands, beside the fields of an object. */
export const CHART_PATH = ['(chart)'];

/**
 * Matches the objects of both sides and compares them. An object in another chart is the same one. So is one whose side
 * names no cluster, where only one cluster of the other side has it: manifests of another origin name none, and a site
 * may begin to name one.
 */
export function compareSites(before: readonly SiteObject[], after: readonly SiteObject[]): SiteComparison {
  const changes: ObjectChange[] = [];
  const made = new Map(after.map((object) => [fullKey(object), object]));
  const removed: SiteObject[] = [];
  const pair = (old: SiteObject, object: SiteObject) => {
    const differences = [...compareFolders(old, object), ...compareObjects(object.kind, old.content, object.content)];
    if (differences.length > 0) changes.push({ before: old, after: object, differences });
  };
  for (const old of before) {
    const object = made.get(fullKey(old));
    if (object === undefined) removed.push(old);
    else {
      made.delete(fullKey(old));
      pair(old, object);
    }
  }
  const added = Map.groupBy(made.values(), objectKey);
  for (const [key, olds] of Map.groupBy(removed, objectKey)) {
    const news = added.get(key) ?? [];
    const [old, object] = [olds[0], news[0]];
    const isOne =
      olds.length === 1 && news.length === 1 && (old?.cluster === undefined || object?.cluster === undefined);
    if (isOne && old !== undefined && object !== undefined) {
      made.delete(fullKey(object));
      pair(old, object);
    } else {
      changes.push(...olds.map(removal));
    }
  }
  changes.push(...[...made.values()].map(addition));
  const newPeers = changes.flatMap(({ before: old, after: object }) => (isPeer(object) && !isPeer(old) ? object : []));
  return {
    before: new Site(before),
    after: new Site(after),
    changes: changes.sort(byObject),
    newPeers,
    moved: movedObjects(changes),
  };
}

function movedObjects(changes: readonly ObjectChange[]): ReadonlyMap<SiteObject, SiteObject> {
  const oneSided = changes.filter(({ before, after }) => before === undefined || after === undefined);
  const groups = Map.groupBy(oneSided, (change) => fullKey({ ...objectOf(change), namespace: undefined }));
  return new Map(
    [...groups.values()].flatMap(([one, other, ...more]) => {
      const isPair = one && other && more.length === 0 && (one.before === undefined) !== (other.before === undefined);
      if (!isPair) return [];
      const [first, second] = [objectOf(one), objectOf(other)];
      return [
        [first, second],
        [second, first],
      ];
    }),
  );
}

function fullKey(object: SiteObject): string {
  return `${object.cluster ?? ''} ${objectKey(object)}`;
}

/** Manifests of another origin are in no chart. */
function compareFolders(before: SiteObject, after: SiteObject): Difference[] {
  if (before.chart === undefined || before.chart === after.chart || before.kind === FILE_KIND) return [];
  return [{ path: CHART_PATH, before: before.chart, after: after.chart, isOrder: false }];
}

function removal(before: SiteObject): ObjectChange {
  return {
    before,
    after: undefined,
    differences: [{ path: [], before: before.content, after: undefined, isOrder: false }],
  };
}

function addition(after: SiteObject): ObjectChange {
  return {
    before: undefined,
    after,
    differences: [{ path: [], before: undefined, after: after.content, isOrder: false }],
  };
}

function byObject(a: ObjectChange, b: ObjectChange): number {
  const [first, second] = [sortKey(a), sortKey(b)];
  return first < second ? -1 : Number(first > second);
}

function sortKey(change: ObjectChange): string {
  const { cluster, kind, namespace, name, group } = objectOf(change);
  return [cluster, kind, namespace, name, group].map((part) => part ?? '').join('\0');
}
