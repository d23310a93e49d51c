import { spawnSync } from 'node:child_process';
import { NotReviewable } from '../not-reviewable.ts';
import type { ManifestFile } from './manifest-reader.ts';

/** The repository around the working directory, as git tells about it. Nothing is written. */
export class GitRepository {
  private readonly folder: string;

  /** @param folder the root of the project, which need not be that of the repository */
  constructor(folder: string) {
    this.folder = folder;
  }

  /** The commit that a branch, tag or id names; undefined when it names none, or there is no repository, or no git. */
  tryCommit(revision: string): string | undefined {
    const { status, stdout } = spawnGit(this.folder, commitOf(revision));
    return status === 0 ? stdout.toString().trim() : undefined;
  }

  /** What git says of a revision that names no commit; undefined where it says no more than that. */
  whyNoCommit(revision: string): string | undefined {
    const reason = firstLine(this.git(commitOf(revision)).stderr);
    return /Needed a single revision/.test(reason) ? undefined : reason;
  }

  /**
   * Where this branch left the default branch.
   *
   * @throws NotReviewable when there is no repository, default branch or common commit
   */
  mergeBase(): { readonly commit: string; readonly branch: string } {
    const { status, stderr } = this.git(['rev-parse', '--git-dir']);
    if (status !== 0) throw new NotReviewable(`There is no base: ${firstLine(stderr)}`, NAME_A_BASE);
    if (this.tryCommit('HEAD') === undefined) {
      throw new NotReviewable('There is no base: the repository has no commit.', 'Commit dist/ first.');
    }
    const branch = DEFAULT_BRANCHES.find((candidate) => this.tryCommit(candidate) !== undefined);
    if (branch === undefined) {
      throw new NotReviewable(
        `There is no base: the clone has none of ${DEFAULT_BRANCHES.join(', ')}.`,
        this.deepen('Name the branch that this one goes into: --base origin/<branch>.'),
      );
    }
    const { status: found, stdout } = this.git(['merge-base', 'HEAD', branch]);
    if (found !== 0) {
      throw new NotReviewable(
        `There is no base: HEAD and ${branch} have no common commit here.`,
        this.deepen(NAME_A_BASE),
      );
    }
    return { commit: stdout.toString().trim(), branch };
  }

  /**
   * The files below a folder, as they are in a commit; none when it has no such folder.
   *
   * @throws NotReviewable
   */
  filesBelow(commit: string, folder: string): readonly ManifestFile[] {
    const tree = this.gitOrThrow(['ls-tree', '-r', '-z', commit, '--', `${folder}/`]);
    const entries = [...tree.toString().matchAll(/(\d+) \w+ (\S+)\t([^\0]+)\0/g)].map(
      ([, mode = '', id = '', path = '']) => ({ mode, id, path: path.slice(folder.length + 1) }),
    );
    const files = entries.filter(({ mode }) => mode.startsWith('100'));
    const contents = this.contents([...new Set(files.map(({ id }) => id))]);
    return entries.map(({ id, path }) => ({ path, content: contents.get(id) }));
  }

  /** All of them by one process: one each would take milliseconds for every file. */
  private contents(ids: readonly string[]): ReadonlyMap<string, Uint8Array> {
    const output = this.gitOrThrow(['cat-file', '--batch'], ids.map((id) => `${id}\n`).join(''));
    const contents = new Map<string, Uint8Array>();
    let at = 0;
    for (const id of ids) {
      const end = output.indexOf('\n', at);
      const size = /^\S+ blob (\d+)$/.exec(output.toString('utf8', at, end))?.[1];
      if (size === undefined)
        throw new NotReviewable(`git does not have the object ${id}.`, 'Fetch the base completely.');
      contents.set(id, output.subarray(end + 1, end + 1 + Number(size)));
      at = end + 1 + Number(size) + 1;
    }
    return contents;
  }

  private deepen(otherwise: string): string {
    const isShallow = this.git(['rev-parse', '--is-shallow-repository']).stdout.toString().trim() === 'true';
    return isShallow
      ? 'The clone is shallow. Fetch all of it: fetch-depth: 0 of actions/checkout, GIT_DEPTH: 0 of GitLab CI, or git fetch --unshallow.'
      : otherwise;
  }

  private gitOrThrow(args: readonly string[], input?: string): Buffer {
    const { status, stdout, stderr } = this.git(args, input);
    if (status !== 0) throw new NotReviewable(`git ${args[0]} failed: ${firstLine(stderr)}`, NAME_A_BASE);
    return stdout;
  }

  private git(args: readonly string[], input?: string) {
    const run = spawnGit(this.folder, args, input);
    if (run.error !== undefined) throw new NotReviewable(`git cannot be run: ${run.error.message}`, NAME_A_BASE);
    return run;
  }
}

function spawnGit(folder: string, args: readonly string[], input?: string) {
  const env = { ...process.env, LC_ALL: 'C' };
  return spawnSync('git', args, { cwd: folder, env, input, maxBuffer: Number.POSITIVE_INFINITY });
}

/** What begins with a hyphen would be an option. */
function commitOf(revision: string): readonly string[] {
  return ['rev-parse', '--verify', '--end-of-options', `${revision}^{commit}`];
}

/** Of a clone in CI there is often only the remote's. */
const DEFAULT_BRANCHES = ['origin/HEAD', 'origin/main', 'main', 'origin/master', 'master'];

const NAME_A_BASE = 'Name what to compare with: --base <git ref, or a folder or file of manifests>.';

function firstLine(text: Buffer): string {
  return text.toString().trim().split('\n', 1)[0] ?? '';
}
