import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { APPLICATION_INDEX, HELM_VALUES } from '../output/output-file.ts';
import type { Problem } from '../refusal/problem.ts';
import { RefusedError } from '../refusal/refused-error.ts';
import type { Files } from './render.ts';

/** What synth writes: objects, values for Helm charts, and an index of Applications. */
const OWN_FILE = new RegExp(
  `\\.k8s\\.yaml$|^([^/]+/)?(${HELM_VALUES}/[^/]+\\.yaml|${RegExp.escape(APPLICATION_INDEX)})$`,
);

/**
 * The folder that holds the output and nothing else. It is replaced as a whole or not at all: a new one is written
 * beside it, and two renames swap them. A process that is killed leaves the old one untouched, or, between the two
 * renames, as `<folder>.previous`, from where {@link recover} brings it back.
 */
export class OutputFolder {
  /** As a person calls it: relative to the working directory where it is below that. */
  readonly name: string;

  private readonly path: string;

  constructor(path: string) {
    const absolute = resolve(path);
    this.path = existsSync(absolute) ? realpathSync(absolute) : linkTarget(absolute);
    const fromHere = relative(process.cwd(), absolute);
    this.name = fromHere === '' || fromHere.startsWith('..') ? absolute : fromHere;
  }

  private get previous(): string {
    return `${this.path}.previous`;
  }

  /**
   * Puts in order what a killed process left behind. Comes before any other use of the folder.
   *
   * @throws RefusedError when something stands in its way
   */
  recover(): void {
    this.inWords(() => this.putInOrder());
  }

  private putInOrder(): void {
    if (this.exists() && !statSync(this.path).isDirectory()) {
      throw this.unusable('It is no folder, so that none can be written there.', 'Move it away, or delete it.');
    }
    // A folder of this name that synth did not make is none of its business.
    if (existsSync(this.previous) && filesIn(this.previous).every(({ isOwn }) => isOwn)) {
      if (existsSync(this.path)) rmSync(this.previous, { recursive: true, force: true });
      else renameSync(this.previous, this.path);
    }
    const parent = dirname(this.path);
    if (!existsSync(parent)) return;
    for (const sibling of readdirSync(parent)) {
      const owner = new RegExp(`^${RegExp.escape(basename(this.path))}\\.next-(\\d+)$`).exec(sibling)?.[1];
      if (owner !== undefined && !isAlive(Number(owner)))
        rmSync(join(parent, sibling), { recursive: true, force: true });
    }
  }

  /** Whether there is an output, be it an empty one. */
  exists(): boolean {
    return existsSync(this.path);
  }

  /**
   * The files of the output; none when there is no folder.
   *
   * @throws RefusedError when the folder holds anything else, which replacing it would lose
   */
  read(): Files {
    if (!this.exists()) return new Map();
    return this.inWords(() => {
      const found = filesIn(this.path);
      const foreign = found.filter(({ isOwn }) => !isOwn).map(({ file }) => file);
      if (foreign.length > 0) {
        throw new RefusedError(this.foreignFiles(foreign.sort()), `${this.name}/ holds what synth did not make`);
      }
      return new Map(found.map(({ file, path }) => [file, readFileSync(path, 'utf8')]));
    });
  }

  /**
   * Replaces the whole content. When that fails, the folder is as it was.
   *
   * @throws RefusedError when something stands in its way
   */
  replace(files: Files): void {
    this.inWords(() => this.swap(files));
  }

  private swap(files: Files): void {
    const next = `${this.path}.next-${process.pid}`;
    try {
      write(next, files);
      if (this.exists()) renameSync(this.path, this.previous);
      renameSync(next, this.path);
    } catch (error) {
      if (!this.exists() && existsSync(this.previous)) renameSync(this.previous, this.path);
      rmSync(next, { recursive: true, force: true });
      throw error;
    }
    rmSync(this.previous, { recursive: true, force: true });
  }

  /** What the file system refuses is no fault of the program. */
  private inWords<T>(action: () => T): T {
    try {
      return action();
    } catch (error) {
      const { syscall, message } = error as NodeJS.ErrnoException;
      if (syscall === undefined) throw error;
      throw this.unusable(`${message}.`, 'Mend that, and run it again.');
    }
  }

  private unusable(reason: string, remedy: string): RefusedError {
    return new RefusedError([{ path: this.name, reason, remedy }], `${this.name}/ cannot be used`);
  }

  /** Each by its name, unless they are so many that this cannot be an output at all. */
  private foreignFiles(files: readonly string[]): Problem[] {
    const named = files.slice(0, NAMED_FILES).map((file) => ({
      path: `${this.name}/${file}`,
      reason: `Synth did not make this file; it replaces ${this.name}/ as a whole, and would delete it.`,
      remedy: `Move it out of ${this.name}/, or delete it.`,
    }));
    const others = files.length - named.length;
    if (others === 0) return named;
    const reason = `So it would ${others} more ${others === 1 ? 'file' : 'files'}.`;
    return [...named, { path: `${this.name}/`, reason, remedy: 'Look whether this is the folder of the output.' }];
  }
}

const NAMED_FILES = 5;

/** Everything below a folder that is no folder, and whether synth may have made it. */
function filesIn(folder: string): { file: string; path: string; isOwn: boolean }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const file = relative(folder, path).split(sep).join('/');
      return { file, path, isOwn: entry.isFile() && OWN_FILE.test(file) };
    });
}

/** Where a link leads whose target a killed process has moved away; a path that is no link is itself. */
function linkTarget(path: string): string {
  try {
    return resolve(dirname(path), readlinkSync(path));
  } catch {
    return path;
  }
}

function write(folder: string, files: Files): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const parent of new Set([...files.keys()].map(dirname))) mkdirSync(join(folder, parent), { recursive: true });
  for (const [file, content] of files) writeFileSync(join(folder, file), content);
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
