/** A mapping, as YAML and JSON have it: not a list, and nothing with a class of its own. */
export type UnknownRecord = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is UnknownRecord {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** The member at the end of a path, read without ever reaching into a prototype; undefined where there is none. */
export function memberAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (parent, name) => (isRecord(parent) && Object.hasOwn(parent, name) ? parent[name] : undefined),
    value,
  );
}

/** The mapping at the end of a path; an empty one where there is none. */
export function recordAt(value: unknown, ...path: readonly string[]): UnknownRecord {
  const found = memberAt(value, path);
  return isRecord(found) ? found : {};
}

/** The list at the end of a path; an empty one where there is none. */
export function listAt(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = memberAt(value, path);
  return Array.isArray(found) ? found : [];
}

/** The text at the end of a path; undefined where there is none. */
export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = memberAt(value, path);
  return typeof found === 'string' ? found : undefined;
}

/** The texts of the mapping at the end of a path, such as labels; what is no text is left out. */
export function textsAt(value: unknown, ...path: readonly string[]): Readonly<Record<string, string>> {
  const entries = Object.entries(recordAt(value, ...path));
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
