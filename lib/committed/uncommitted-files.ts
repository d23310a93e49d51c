import { spawnSync } from 'node:child_process';
import { basename, dirname, resolve } from 'node:path';

/** What git does not have of a folder, neither in a commit nor in the index. */
export type Uncommitted =
  | { readonly files: readonly string[]; readonly areIgnored: boolean }
  /** Why git did not say. */
  | { readonly failure: string };

/**
 * Asks `git status --porcelain`, which unlike `git diff` sees new files. What is staged is about to be committed, and so
 * no problem: a hook before a commit may ask.
 *
 * @param folder relative to the working directory, or absolute
 * @returns undefined where everything is in git, where no repository is around the folder, and where git is not installed
 */
export function uncommittedFiles(folder: string): Uncommitted | undefined {
  const parent = dirname(resolve(folder));
  const { status, stdout, stderr, error } = spawnSync(
    'git',
    [
      '--literal-pathspecs',
      'status',
      '--porcelain=v1',
      '-z',
      '--no-renames',
      '--untracked-files=all',
      '--ignored',
      '--',
      basename(folder),
    ],
    { cwd: parent, encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' }, maxBuffer: 1 << 28 },
  );
  if (error !== undefined || /not a git repository/.test(stderr)) return undefined;
  if (status !== 0) return { failure: stderr.trim() };
  const entries = stdout.split('\0').filter((entry) => entry !== '' && entry[1] !== ' ');
  if (entries.length === 0) return undefined;
  return {
    files: entries.map((entry) => entry.slice('XY '.length)),
    areIgnored: entries.some((entry) => entry.startsWith('!!')),
  };
}

const NAMED_FILES = 10;

/** What a person should read about it, and what repairs it. */
export function describeUncommitted(folder: string, found: Uncommitted): string {
  if ('failure' in found) return `Whether ${folder}/ is committed, git does not say:\n\n  ${found.failure}`;
  const { files, areIgnored } = found;
  const named = files.slice(0, NAMED_FILES).map((file) => `  ${file}`);
  const hidden = files.length - named.length;
  if (hidden > 0) named.push(`  and ${hidden} more`);
  const remedy = areIgnored
    ? `Git ignores them, and Argo CD would never see them. git check-ignore -v ${folder}/* names the line to take out; then run git add ${folder}/, and commit.`
    : `Run git add ${folder}/, and commit.`;
  return `${folder}/ is what synth makes, but git does not have all of it:\n\n${named.join('\n')}\n\n${remedy}`;
}
