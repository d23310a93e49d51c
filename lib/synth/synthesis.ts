import type { CommandOutcome } from '../command.ts';
import type { Note } from '../output/site-reviewer.ts';
import { describeProblem, type Problem } from '../refusal/problem.ts';
import { RefusedError } from '../refusal/refused-error.ts';
import { compareFiles, isUnchanged } from './file-changes.ts';
import type { OutputFolder } from './output-folder.ts';
import { type Compose, render } from './render.ts';
import { summarize } from './summary.ts';

/**
 * Makes the output what the site says, all or nothing.
 *
 * @param program what to call the site in a refusal: `main.ts`
 * @returns what changed; or 1, and why the output is as it was
 */
export function synthesis(compose: Compose, output: OutputFolder, program: string): CommandOutcome {
  try {
    output.recover();
    const { files: after, warnings, notes } = render(compose);
    const before = output.read();
    const unchanged = isUnchanged(compareFiles(before, after));
    if (!unchanged) output.replace(after);
    const elapsed = (performance.now() / 1000).toFixed(2);
    const remarks = [...describeWarnings(warnings), ...describeNotes(notes)];
    const end = `${output.name}/ ${unchanged ? 'is up to date' : 'written'}, ${elapsed} s`;
    const stdout = [summarize(before, after), ...remarks, end].join(remarks.length > 0 ? '\n\n' : '\n');
    return { exitCode: 0, stdout };
  } catch (error) {
    return { exitCode: 1, stderr: explain(error, output, program) };
  }
}

function describeWarnings(warnings: readonly Problem[]): string[] {
  if (warnings.length === 0) return [];
  const count = warnings.length === 1 ? '1 warning' : `${warnings.length} warnings`;
  return [`${count}\n\n${warnings.map(describeProblem).join('\n')}`];
}

/** At most this many are shown: a fleet has one for each peer, and they say the same. */
const SHOWN_NOTES = 10;

function describeNotes(notes: readonly Note[]): string[] {
  if (notes.length === 0) return [];
  const lines = notes.slice(0, SHOWN_NOTES).map(({ path, text }) => `  ${path}\n      ${text}`);
  const hidden = notes.length - lines.length;
  if (hidden > 0) lines.push(`  and ${hidden} more`);
  return [`what must hold outside of this site\n\n${lines.join('\n')}`];
}

function explain(error: unknown, output: OutputFolder, program: string): string {
  const consequence = output.exists() ? `${output.name}/ is as it was` : 'nothing was written';
  if (!(error instanceof RefusedError)) {
    return `${program} failed, ${consequence}\n\n${error instanceof Error ? error.stack : error}`;
  }
  return error.message.replace(
    /^.*/,
    (verdict) => `${verdict.replace(/^refused/, `${program} is refused`)}, ${consequence}`,
  );
}
