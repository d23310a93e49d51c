import { basename } from 'node:path';
import { OutputFolder } from './output-folder.ts';
import type { Compose } from './render.ts';
import { synthesis } from './synthesis.ts';

/**
 * Turns a site into YAML under `dist/`, all or nothing: one file for each object, `dist/<chart>/<Kind>.<name>.k8s.yaml`.
 * Prints what changed. When the site is refused, or anything fails, prints why, leaves `dist/` as it was, and makes the
 * process exit with 1.
 *
 * The environment variable `CDK8S_OUTDIR` names another folder, as everywhere in cdk8s. Only what synth made may be in it.
 */
export function synthesize(compose: Compose): void {
  const output = new OutputFolder(process.env.CDK8S_OUTDIR ?? 'dist');
  const { exitCode, stdout, stderr } = synthesis(compose, output, basename(process.argv[1] ?? 'the site'));
  if (stdout !== undefined) console.log(stdout);
  if (stderr !== undefined) console.error(stderr);
  if (exitCode !== 0) process.exitCode = exitCode;
}
