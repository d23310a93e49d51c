import { globSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parse } from 'yaml';
import { filesBelow, inTemporaryFolder, root, runNode } from './repository.ts';

// biome-ignore lint/suspicious/noExplicitAny: manifests are read as a cluster reads them, without types
export type Manifest = any;

/** A program that synthesizes a site: that of this repository, or an example. */
export interface SiteProgram {
  readonly name: string;

  /** Below the root of this repository. */
  readonly program: string;
}

export const SITES: readonly SiteProgram[] = [
  { name: 'this repository', program: 'main.ts' },
  ...globSync('examples/*/main.ts', { cwd: root })
    .sort()
    .map((program) => ({ name: basename(dirname(program)), program })),
];

/** What a program makes: the content of each file by its path in the output. */
export function synthesized({ program }: SiteProgram): Record<string, string> {
  return inTemporaryFolder((folder) => {
    const { status, stderr } = runNode([program], { env: { CDK8S_OUTDIR: folder } });
    if (status !== 0) throw new Error(stderr);
    return filesBelow(folder);
  });
}

/** What is committed of it. */
export function committed({ program }: SiteProgram): Record<string, string> {
  return filesBelow(join(root, dirname(program), 'dist'));
}

/** The objects of an example as they are committed, of one kind, below one folder. */
export function exampleObjects(name: string, kind: string, folder = ''): Manifest[] {
  return objectsIn(committed({ name, program: `examples/${name}/main.ts` }), kind, folder);
}

/** The objects of one kind in files, below one folder. */
export function objectsIn(files: Readonly<Record<string, string>>, kind: string, folder = ''): Manifest[] {
  return Object.entries(files)
    .filter(([file]) => file.startsWith(folder))
    .map(([, content]) => parse(content))
    .filter((manifest) => manifest.kind === kind);
}
