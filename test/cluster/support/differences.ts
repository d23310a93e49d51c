/** How an object that the API server stores differs from what was written. */
export interface Differences {
  /** Fields that were not written, once each: `spec.containers[].image`. Of an added map, the map itself. */
  readonly added: readonly string[];

  /** Fields that were written, and are stored with another value or not at all. */
  readonly changed: readonly string[];
}

export function differences(written: unknown, stored: unknown): Differences {
  const added = new Set<string>();
  const changed = new Set<string>();
  compare(written, stored, '', added, changed);
  return { added: [...added].sort(), changed: [...changed].sort() };
}

function compare(written: unknown, stored: unknown, path: string, added: Set<string>, changed: Set<string>): void {
  if (Array.isArray(written) && Array.isArray(stored) && written.length === stored.length) {
    for (const [index, item] of written.entries()) compare(item, stored[index], `${path}[]`, added, changed);
  } else if (isMap(written) && isMap(stored)) {
    for (const key of new Set([...Object.keys(written), ...Object.keys(stored)])) {
      const field = path === '' ? key : `${path}.${key}`;
      if (!(key in written)) added.add(field);
      else compare(written[key], stored[key], field, added, changed);
    }
  } else if (written !== stored) {
    changed.add(path);
  }
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
