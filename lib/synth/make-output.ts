import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { RefusedError } from '../refusal/refused-error.ts';
import { OutputFolder } from './output-folder.ts';
import type { Files } from './render.ts';

/** The files that a program makes; or what it said when it made none. */
export type MadeOutput = { readonly files: Files } | { readonly failure: string };

/** Runs the program of a site once more, into a temporary folder: what it would write, and nothing is written. */
export function makeOutput(program: string): MadeOutput {
  const scratch = mkdtempSync(join(tmpdir(), 'cdk8s-netbird-'));
  try {
    const folder = join(scratch, 'dist');
    const run = spawnSync(process.execPath, [...process.execArgv, program], {
      encoding: 'utf8',
      env: { ...process.env, CDK8S_OUTDIR: folder },
    });
    if (run.status !== 0) {
      const failure = `${run.stderr}${run.error?.message ?? ''}`.trimEnd();
      // True of the temporary folder, and not what was asked.
      if (failure !== '') return { failure: failure.replace(', nothing was written', '') };
      return { failure: `${basename(program)} says nothing, and ends with ${run.status ?? run.signal}.` };
    }
    return { files: new OutputFolder(folder).read() };
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    return { failure: error.message.replaceAll(join(scratch, '/'), '') };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
