import { basename } from 'node:path';
import type { Note } from '../output/site-reviewer.ts';
import { describeProblem, type Problem } from '../refusal/problem.ts';
import { RefusedError } from '../refusal/refused-error.ts';
import { compareFiles, isUnchanged } from './file-changes.ts';
import { OutputFolder } from './output-folder.ts';
import { type Compose, render } from './render.ts';
import { summarize } from './summary.ts';

/**
 * Turns a site into YAML under `dist/`, all or nothing: one file for each object, `dist/<chart>/<Kind>.<name>.k8s.yaml`.
 * Prints what changed. When the site is refused, or anything fails, prints why, leaves `dist/` as it was, and makes the
 * process exit with 1.
 *
 * The environment variable `CDK8S_OUTDIR` names another folder, as everywhere in cdk8s. Only what synth made may be in it.
 */
export function synthesize(compose: Compose): void {
  const output = new OutputFolder(process.env.CDK8S_OUTDIR ?? 'dist');
  try {
    output.recover();
    const { files: after, warnings, notes } = render(compose);
    const before = output.read();
    const unchanged = isUnchanged(compareFiles(before, after));
    if (!unchanged) output.replace(after);
    const elapsed = (performance.now() / 1000).toFixed(2);
    console.log(summarize(before, after));
    if (warnings.length > 0) console.log(`\n${describeWarnings(warnings)}`);
    if (notes.length > 0) console.log(`\n${describeNotes(notes)}`);
    if (warnings.length + notes.length > 0) console.log('');
    console.log(`${output.name}/ ${unchanged ? 'is up to date' : 'written'}, ${elapsed} s`);
  } catch (error) {
    process.exitCode = 1;
    console.error(explain(error, output));
  }
}

function describeWarnings(warnings: readonly Problem[]): string {
  const count = warnings.length === 1 ? '1 warning' : `${warnings.length} warnings`;
  return `${count}\n\n${warnings.map(describeProblem).join('\n')}`;
}

/** At most this many are shown: a fleet has one for each peer, and they say the same. */
const SHOWN_NOTES = 10;

function describeNotes(notes: readonly Note[]): string {
  const lines = notes.slice(0, SHOWN_NOTES).map(({ path, text }) => `  ${path}\n      ${text}`);
  const hidden = notes.length - lines.length;
  return ['what must hold outside of this site', '', ...lines, ...(hidden > 0 ? [`  and ${hidden} more`] : [])].join(
    '\n',
  );
}

function explain(error: unknown, output: OutputFolder): string {
  const program = basename(process.argv[1] ?? 'the site');
  const consequence = output.exists() ? `${output.name}/ is as it was` : 'nothing was written';
  if (!(error instanceof RefusedError)) {
    return `${program} failed, ${consequence}\n\n${error instanceof Error ? error.stack : error}`;
  }
  return error.message.replace(/^refused: (.*)/, `${program} is refused: $1, ${consequence}`);
}
