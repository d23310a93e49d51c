import { isRecord, memberAt, type UnknownRecord } from '../../output/record.ts';
import type { FieldPath } from './field-path.ts';
import { type ListShape, listShape, orderMatters } from './list-shapes.ts';

/** A value that is otherwise, or only on one side. */
export interface Difference {
  readonly path: FieldPath;

  /** Undefined where it is not there. */
  readonly before: unknown;
  readonly after: unknown;

  /** Only the order of a list differs, and does something; `before` and `after` are what its entries are known by. */
  readonly isOrder: boolean;
}

/** What of an object differs, field by field; nothing where both mean the same. */
export function compareObjects(kind: string, before: UnknownRecord, after: UnknownRecord): readonly Difference[] {
  return compareValues(kind, [], before, after);
}

function compareValues(kind: string, path: FieldPath, before: unknown, after: unknown): Difference[] {
  if (before === after) return [];
  if (isRecord(before) && isRecord(after)) return compareRecords(kind, path, before, after);
  if (Array.isArray(before) && Array.isArray(after)) return compareLists(kind, path, before, after);
  return Object.is(before, after) ? [] : [{ path, before, after, isOrder: false }];
}

function compareRecords(kind: string, path: FieldPath, before: UnknownRecord, after: UnknownRecord): Difference[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) =>
    compareValues(kind, [...path, name], ownMember(before, name), ownMember(after, name)),
  );
}

function ownMember(record: UnknownRecord, name: string): unknown {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function compareLists(
  kind: string,
  path: FieldPath,
  before: readonly unknown[],
  after: readonly unknown[],
): Difference[] {
  const shape = listShape(kind, path);
  if (shape === 'set') return compareSets(kind, path, before, after);
  const named = shape === undefined ? undefined : nameEntries(shape, before, after);
  if (named !== undefined) return compareNamed(kind, path, named.before, named.after);
  return compareOrdered(kind, path, before, after);
}

/** Undefined where an entry has no name, or two have the same: then their places name them. */
function nameEntries(
  keys: Exclude<ListShape, 'set'>,
  before: readonly unknown[],
  after: readonly unknown[],
): { before: Map<string, unknown>; after: Map<string, unknown> } | undefined {
  const byName = (entries: readonly unknown[]) => {
    const names = entries.map((entry) => nameOf(entry, keys));
    const map = new Map(names.map((name, index) => [name ?? '', entries[index]]));
    return names.includes(undefined) || map.size < entries.length ? undefined : map;
  };
  const sides = { before: byName(before), after: byName(after) };
  return sides.before && sides.after ? { before: sides.before, after: sides.after } : undefined;
}

function nameOf(entry: unknown, keys: readonly string[]): string | undefined {
  const values = keys.map((key) => memberAt(entry, key.split('.')));
  const [first] = values;
  if (first === undefined || first === null || typeof first === 'object') return undefined;
  return `[${values.filter((value) => value !== undefined).join(' ')}]`;
}

function compareNamed(
  kind: string,
  path: FieldPath,
  before: ReadonlyMap<string, unknown>,
  after: ReadonlyMap<string, unknown>,
): Difference[] {
  const names = [...new Set([...before.keys(), ...after.keys()])];
  const entries = names.flatMap((name) => compareValues(kind, [...path, name], before.get(name), after.get(name)));
  const inBoth = (map: ReadonlyMap<string, unknown>, other: ReadonlyMap<string, unknown>) =>
    [...map.keys()].filter((name) => other.has(name)).map((name) => name.slice(1, -1));
  return [...entries, ...compareOrder(kind, path, inBoth(before, after), inBoth(after, before))];
}

function compareSets(
  kind: string,
  path: FieldPath,
  before: readonly unknown[],
  after: readonly unknown[],
): Difference[] {
  const text = (entry: unknown) => canonicalText(kind, [...path, '[]'], entry);
  const [old, made] = [before.map(text), after.map(text)];
  const removed = without(before, old, made);
  const added = without(after, made, old);
  if (removed.length === 0 && added.length === 0) return compareOrder(kind, path, old, made);
  const entry = [...path, '[]'];
  if (removed.length === 1 && added.length === 1) {
    return [{ path: entry, before: removed[0], after: added[0], isOrder: false }];
  }
  return [
    ...removed.map((value) => ({ path: entry, before: value, after: undefined, isOrder: false })),
    ...added.map((value) => ({ path: entry, before: undefined, after: value, isOrder: false })),
  ];
}

/** The entries that the other list does not have, or not as many times. */
function without(entries: readonly unknown[], texts: readonly string[], others: readonly string[]): readonly unknown[] {
  const left = new Map<string, number>();
  for (const text of others) left.set(text, (left.get(text) ?? 0) + 1);
  return entries.filter((_, index) => {
    const text = texts[index] ?? '';
    const count = left.get(text) ?? 0;
    left.set(text, count - 1);
    return count <= 0;
  });
}

function compareOrder(
  kind: string,
  path: FieldPath,
  before: readonly string[],
  after: readonly string[],
): Difference[] {
  const isSame = before.every((name, index) => name === after[index]);
  return isSame || !orderMatters(kind, path) ? [] : [{ path, before, after, isOrder: true }];
}

/** A list of plain values, such as the arguments of a command, is one value; of others, each place is one. */
function compareOrdered(
  kind: string,
  path: FieldPath,
  before: readonly unknown[],
  after: readonly unknown[],
): Difference[] {
  const isPlain = [...before, ...after].every((entry) => typeof entry !== 'object' || entry === null);
  if (isPlain) {
    const isSame = before.length === after.length && before.every((entry, index) => Object.is(entry, after[index]));
    return isSame ? [] : [{ path, before, after, isOrder: false }];
  }
  return Array.from({ length: Math.max(before.length, after.length) }).flatMap((_, index) =>
    compareValues(kind, [...path, `[${index}]`], before[index], after[index]),
  );
}

/** The same text for values that mean the same. */
function canonicalText(kind: string, path: FieldPath, value: unknown): string {
  if (Array.isArray(value)) {
    const texts = value.map((entry) => canonicalText(kind, [...path, '[]'], entry));
    const isUnordered = listShape(kind, path) !== undefined && !orderMatters(kind, path);
    return `[${(isUnordered ? texts.sort() : texts).join()}]`;
  }
  if (!isRecord(value)) return JSON.stringify(value);
  const members = Object.keys(value).sort();
  return `{${members.map((name) => `${JSON.stringify(name)}:${canonicalText(kind, [...path, name], value[name])}`).join()}}`;
}
