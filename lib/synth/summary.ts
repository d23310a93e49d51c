import { posix } from 'node:path';
import { APPLICATION_INDEX, HELM_VALUES } from '../output/output-file.ts';
import { compareFiles, type FileChanges } from './file-changes.ts';
import type { Files } from './render.ts';

/** At most this many files are named for each folder: a summary is read, a list is not. */
const NAMED_FILES = 10;

/** One line for each folder, and for an index beside them; under it the files that changed. */
export function summarize(before: Files, after: Files): string {
  const old = byFolder(before);
  const made = byFolder(after);
  const folders = [...new Set([...old.keys(), ...made.keys()])].sort();
  const width = Math.max(...folders.map((folder) => folder.length));
  return folders
    .flatMap((folder) => {
      const files = made.get(folder) ?? new Map();
      const changes = compareFiles(old.get(folder) ?? new Map(), files);
      const thing = [HELM_VALUES, APPLICATION_INDEX].includes(posix.basename(folder)) ? 'file' : 'object';
      const count = `${files.size} ${thing}${files.size === 1 ? '' : 's'}`;
      return [`  ${folder.padEnd(width)}  ${count.padStart(11)}   ${totals(changes)}`, ...named(changes)];
    })
    .join('\n');
}

function byFolder(files: Files): Map<string, Map<string, string>> {
  const folders = new Map<string, Map<string, string>>();
  for (const [file, content] of files) {
    const folder = posix.basename(file) === APPLICATION_INDEX ? file : posix.dirname(file);
    const inFolder = folders.get(folder) ?? new Map<string, string>();
    folders.set(folder, inFolder.set(file, content));
  }
  return folders;
}

function totals(changes: FileChanges): string {
  const counts = Object.entries(changes).flatMap(([what, files]) =>
    files.length > 0 ? `${files.length} ${what}` : [],
  );
  return counts.length === 0 ? 'unchanged' : counts.join(', ');
}

function named(changes: FileChanges): string[] {
  const lines = Object.entries(changes).flatMap(([what, files]: [string, readonly string[]]) =>
    files.map((file) => `      ${what.padEnd(7)}  ${file}`),
  );
  const hidden = lines.length - NAMED_FILES;
  return hidden > 0 ? [...lines.slice(0, NAMED_FILES), `      and ${hidden} more`] : lines;
}
