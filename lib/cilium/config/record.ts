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
