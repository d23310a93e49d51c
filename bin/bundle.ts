// npm run bundle: makes one file of the program that keeps the routes, for the ConfigMap of its CronJob.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const ROOT = join(import.meta.dirname, '..');

/** Where it is committed: a synth needs no bundler. */
export const BUNDLE = join(ROOT, 'lib', 'netbird', 'network-routes', 'reconcile.mjs');

/** The program as a text, the same on every machine: readable, and with the licences of what is in it. */
export async function bundle(): Promise<string> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: ['lib/netbird/management/routes-program.ts'],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    charset: 'utf8',
    legalComments: 'none',
    // The names of files stand in it: those of the packages where they are asked for, not where they lie.
    preserveSymlinks: true,
  });
  const header = [
    'Made by npm run bundle, of lib/netbird/management/routes-program.ts and what it imports. Not to be edited.',
    ...packagesIn(Object.keys(metafile.inputs)).map(licenceOf),
  ];
  const comment = header.join('\n\n').replaceAll(/^/gm, '// ').replaceAll(/ +$/gm, '');
  return `${comment}\n\n${outputFiles[0]?.text}`;
}

function packagesIn(files: readonly string[]): string[] {
  const names = files.flatMap((file) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []);
  return [...new Set(names)].sort();
}

function licenceOf(name: string): string {
  const folder = join(ROOT, 'node_modules', name);
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = ['LICENSE', 'LICENSE.md', 'LICENCE'].map((one) => join(folder, one)).find(existsSync);
  if (file === undefined) throw new Error(`${name} has no licence that could be passed on.`);
  return `It contains parts of ${name} ${version}:\n\n${readFileSync(file, 'utf8').trim()}`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeFileSync(BUNDLE, await bundle());
