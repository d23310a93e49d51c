import { basename } from 'node:path';
import type { CommandOutcome } from '../command.ts';
import { OutputFolder } from './output-folder.ts';
import type { Compose } from './render.ts';
import { synthesis } from './synthesis.ts';

/** By this, bin/preflight.cjs and a second call know that there was a first one. */
const CALLED = Symbol.for('cdk8s-netbird.synthesize');

/**
 * Turns a site into YAML under `dist/`, all or nothing: one file for each object, `dist/<chart>/<Kind>.<name>.k8s.yaml`.
 * Prints what changed. When the site is refused, or anything fails, prints why, leaves `dist/` as it was, and makes the
 * process exit with 1.
 *
 * A program calls it once: a second site would replace the first. That is refused.
 *
 * The environment variable `CDK8S_OUTDIR` names another folder, as everywhere in cdk8s. Only what synth made may be in it.
 */
export function synthesize(compose: Compose): void {
  const program = basename(process.argv[1] ?? 'the site');
  const output = new OutputFolder(process.env.CDK8S_OUTDIR || 'dist');
  const { exitCode, stdout, stderr } = Reflect.has(globalThis, CALLED)
    ? calledAgain(program, output)
    : synthesis(compose, output, program);
  Reflect.set(globalThis, CALLED, true);
  if (stdout !== undefined) console.log(stdout);
  if (stderr !== undefined) console.error(stderr);
  if (exitCode !== 0) process.exitCode = exitCode;
}

function calledAgain(program: string, { name }: OutputFolder): CommandOutcome {
  const stderr = `${program} calls synthesize() more than once; ${name}/ is what the first call left.\n\nMake all charts in one call.`;
  return { exitCode: 1, stderr };
}
