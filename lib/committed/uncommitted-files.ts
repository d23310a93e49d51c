import { spawnSync } from 'node:child_process';
import { basename, dirname, resolve } from 'node:path';

/** What git does not have of a folder, neither in a commit nor in the index. */
export type Uncommitted =
  | {
      readonly files: readonly string[];

      /** Where the line stands that has git ignore the first of them: `.gitignore:3`. */
      readonly ignoredBy: string | undefined;
    }
  /** Why git did not say. */
  | { readonly failure: string };

/**
 * Asks `git status --porcelain`, which unlike `git diff` sees new files. What is staged is about to be committed, and so
 * no problem: a hook before a commit may ask.
 *
 * @param folder relative to the working directory, or absolute
 * @returns undefined where everything is in git
 */
export function uncommittedFiles(folder: string): Uncommitted | undefined {
  const path = resolve(folder);
  const { status, stdout, stderr, error } = git(dirname(path), [
    '--literal-pathspecs',
    'status',
    '--porcelain=v1',
    '-z',
    '--no-renames',
    '--untracked-files=all',
    '--ignored',
    '--',
    basename(path),
  ]);
  if (error !== undefined) return { failure: `git cannot be run (${(error as NodeJS.ErrnoException).code}).` };
  if (status !== 0) return { failure: stderr.trim() };
  const entries = stdout.split('\0').filter((entry) => entry !== '' && entry[1] !== ' ');
  if (entries.length === 0) return undefined;
  const ignored = entries.find((entry) => entry.startsWith('!!'))?.slice('!! '.length);
  return {
    files: entries.map((entry) => entry.slice('XY '.length)),
    ignoredBy: ignored === undefined ? undefined : ignoringLine(dirname(path), ignored),
  };
}

/** @param file as git names it: from the root of the repository */
function ignoringLine(folder: string, file: string): string {
  const { stdout } = git(folder, ['check-ignore', '--verbose', '--', `:/${file}`]);
  return /^.*?:\d+(?=:)/.exec(stdout)?.[0] ?? 'that git check-ignore names';
}

function git(folder: string, args: readonly string[]) {
  const env = { ...process.env, LC_ALL: 'C' };
  return spawnSync('git', args, { cwd: folder, encoding: 'utf8', env, maxBuffer: 1 << 28 });
}

const NAMED_FILES = 10;

/** What a person should read about it, and what repairs it. */
export function describeUncommitted(folder: string, found: Uncommitted): string {
  if ('failure' in found) return `Whether git has ${folder}/ is not known:\n\n  ${found.failure}`;
  const { files, ignoredBy } = found;
  const named = files.slice(0, NAMED_FILES).map((file) => `  ${file}`);
  const hidden = files.length - named.length;
  if (hidden > 0) named.push(`  and ${hidden} more`);
  const remedy =
    ignoredBy === undefined
      ? `Run git add ${folder}/, and commit.`
      : `Git ignores them, and Argo CD would never see them: take out the line ${ignoredBy}; then run git add ${folder}/, and commit.`;
  return `${folder}/ is what synth makes, but git does not have all of it:\n\n${named.join('\n')}\n\n${remedy}`;
}
