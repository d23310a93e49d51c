import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import { APPLICATION_INDEX, HELM_VALUES } from '../../output/output-file.ts';
import { NotReviewable } from '../not-reviewable.ts';
import type { SiteObject } from '../site-object.ts';
import { GitRepository } from './git.ts';
import type { ManifestFile, ManifestReader } from './manifest-reader.ts';

/** What the output is compared with. */
export interface Base {
  /** `3f2a91c, the merge base with origin/main`, or the folder. */
  readonly name: string;
  readonly objects: readonly SiteObject[];

  /** What the reader of the report should know about it; full sentences. */
  readonly notes: readonly string[];
}

export interface BaseQuestion {
  /** A git ref, a folder or a file; undefined for the merge base with the default branch. */
  readonly wanted: string | undefined;

  /** The root of the project. */
  readonly project: string;

  /** The output, relative to it: `dist`. */
  readonly output: string;
}

/** @throws NotReviewable when there is no base, or it cannot be read */
export function readBase({ wanted, project, output }: BaseQuestion, reader: ManifestReader): Base {
  const repository = new GitRepository(project);
  if (wanted === undefined) {
    const { commit, branch } = repository.mergeBase();
    return ofCommit(repository, commit, `the merge base with ${branch}`, output, reader);
  }
  const path = resolve(project, wanted);
  const isPath = wanted !== '' && existsSync(path);
  const commit = wanted === '' ? undefined : repository.tryCommit(wanted);
  if (isPath && commit !== undefined && !/^[./]/.test(wanted)) {
    throw new NotReviewable(
      `${wanted} is a path and a git ref.`,
      `Write ./${wanted} for the path, or refs/heads/${wanted}.`,
    );
  }
  if (isPath) return ofPath(path, wanted, reader);
  if (commit !== undefined) return ofCommit(repository, commit, wanted, output, reader);
  const reason = wanted === '' ? undefined : repository.whyNoCommit(wanted);
  throw new NotReviewable(
    `${JSON.stringify(wanted)} is neither a git ref nor a folder or file${reason === undefined ? '.' : `: git says ${JSON.stringify(reason)}.`}`,
    'Write, for example, --base origin/main, or --base running.yaml. In a clone of CI a branch may have to be fetched first.',
  );
}

function ofCommit(
  repository: GitRepository,
  commit: string,
  description: string,
  output: string,
  reader: ManifestReader,
): Base {
  const name = `${commit.slice(0, 7)}, ${description}`;
  const files = repository.filesBelow(commit, output);
  const { objects, skipped } = reader.readOutput(output, files);
  const notes = [...(commit === repository.tryCommit('HEAD') ? [BASE_IS_HEAD] : []), ...skippedNotes(skipped)];
  if (objects.length > 0) return { name, objects, notes };
  // An output that nobody commits would be new at every review, and no loss would ever be seen.
  if (repository.filesBelow('HEAD', output).length === 0) {
    throw new NotReviewable(`Neither ${name}, nor HEAD has ${output}/.`, `Commit ${output}/: it is what is compared.`);
  }
  return { name, objects, notes: [`The base has no ${output}/ yet: all objects are new.`, ...skippedNotes(skipped)] };
}

const BASE_IS_HEAD =
  'The base is HEAD itself: what is committed is not seen. --base HEAD~1 compares with the commit before it.';

function ofPath(path: string, name: string, reader: ManifestReader): Base {
  const files = statSync(path).isDirectory()
    ? filesBelow(path)
    : [{ path: basename(path), content: readFileSync(path) }];
  const manifests = files.filter((file) => /\.(ya?ml|json)$/i.test(file.path));
  const isOutput = manifests.length > 0 && manifests.every((file) => isOfOutput(file.path));
  const { objects, skipped } = isOutput ? reader.readOutput(name, files) : reader.readManifests(files);
  if (objects.length === 0) {
    throw new NotReviewable(
      `There is no object of Kubernetes in ${name}.`,
      'Give a folder or file with manifests: *.yaml, *.yml or *.json.',
    );
  }
  return { name, objects, notes: skippedNotes(skipped) };
}

function isOfOutput(path: string): boolean {
  return path.endsWith('.k8s.yaml') || basename(path) === APPLICATION_INDEX || path.split('/').at(-2) === HELM_VALUES;
}

/** Links to files are read, as by kubectl; those to folders are not followed. */
function filesBelow(folder: string): readonly ManifestFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: relative(folder, path).split(sep).join('/'), file: path }))
    .filter(({ path }) => !/(^|\/)(\.git|node_modules)\//.test(path))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map(({ path, file }) => ({ path, content: contentOf(file) }));
}

function contentOf(path: string): Uint8Array | undefined {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path) : undefined;
}

const NAMED_FILES = 3;

function skippedNotes(skipped: readonly string[]): readonly string[] {
  if (skipped.length === 0) return [];
  const named = skipped.slice(0, NAMED_FILES).join(', ');
  const more = skipped.length > NAMED_FILES ? ` and ${skipped.length - NAMED_FILES} more` : '';
  return [`Not compared, because no object of Kubernetes is in it: ${named}${more}.`];
}
