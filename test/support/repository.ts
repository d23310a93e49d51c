import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { text } from 'node:stream/consumers';

/** The root of this repository. */
export const root = join(import.meta.dirname, '..', '..');

/** What a finished command left on the terminal. */
export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Makes a folder that is gone when the callback returns. */
export function inTemporaryFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'cdk8s-netbird-test-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Copies what a clone has into `folder`, and links the installed dependencies. */
export function cloneInto(folder: string): string {
  mkdirSync(folder, { recursive: true });
  for (const entry of ['bin', 'lib', 'imports', 'dist', 'main.ts', 'package.json', 'cdk8s.yaml', '.npmrc']) {
    cpSync(join(root, entry), join(folder, entry), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

/** Runs a program with the Node that runs the tests, as the npm scripts do. */
export function runNode(
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
): Outcome {
  const { CDK8S_OUTDIR, NODE_OPTIONS, ...environment } = process.env;
  return spawnSync(process.execPath, ['--require', join(root, 'bin', 'preflight.cjs'), ...args], {
    cwd: options.cwd ?? root,
    env: { ...environment, ...options.env },
    encoding: 'utf8',
  });
}

/** The same while this process goes on, for a program that talks with it. */
export async function runNodeMeanwhile(
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string>; bare?: boolean } = {},
): Promise<Outcome> {
  const { CDK8S_OUTDIR, NODE_OPTIONS, ...environment } = process.env;
  const preflight = options.bare ? [] : ['--require', join(root, 'bin', 'preflight.cjs')];
  const child = spawn(process.execPath, [...preflight, ...args], {
    cwd: options.cwd ?? root,
    env: options.bare ? options.env : { ...environment, ...options.env },
  });
  const [stdout, stderr, status] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => child.on('close', resolve)),
  ]);
  return { status, stdout, stderr };
}

/** Every file below a folder with its content, sorted by path. */
export function filesBelow(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(paths.map((path) => [relative(folder, path), readFileSync(path, 'utf8')]));
}
