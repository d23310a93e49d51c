import type { Files } from './render.ts';

/** What replacing one set of files by another does, as sorted paths. */
export interface FileChanges {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

export function compareFiles(before: Files, after: Files): FileChanges {
  return {
    added: [...after.keys()].filter((file) => !before.has(file)).sort(),
    changed: [...after.keys()].filter((file) => before.has(file) && before.get(file) !== after.get(file)).sort(),
    removed: [...before.keys()].filter((file) => !after.has(file)).sort(),
  };
}

export function isUnchanged({ added, changed, removed }: FileChanges): boolean {
  return added.length + changed.length + removed.length === 0;
}
