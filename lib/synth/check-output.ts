import { RefusedError } from '../refusal/refused-error.ts';
import { compareFiles } from './file-changes.ts';
import { makeOutput } from './make-output.ts';
import { OutputFolder } from './output-folder.ts';
import type { Files } from './render.ts';

/** Whether an output is what its program makes, and what a person should read about it. */
export interface OutputCheck {
  readonly ok: boolean;
  readonly report: string;
}

/**
 * Runs the program once more, into a temporary folder, and compares byte for byte. Changes nothing, but for what
 * {@link OutputFolder.recover} puts in order.
 */
export function checkOutput(program: string, folder: string): OutputCheck {
  const output = new OutputFolder(folder);
  output.recover();
  try {
    const made = makeOutput(program);
    return 'failure' in made ? { ok: false, report: made.failure } : compare(output, made.files);
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    return { ok: false, report: error.message };
  }
}

function compare(output: OutputFolder, made: Files): OutputCheck {
  const { added, changed, removed } = compareFiles(output.read(), made);
  const differences = [
    ...added.map((file) => `  missing    ${output.name}/${file}`),
    ...changed.map((file) => `  different  ${output.name}/${file}`),
    ...removed.map((file) => `  stale      ${output.name}/${file}`),
  ];
  return differences.length === 0
    ? { ok: true, report: `${output.name}/ is what synth makes: ${made.size} files` }
    : {
        ok: false,
        report: `${output.name}/ is not what synth makes:\n\n${differences.join('\n')}\n\nRun npm run synth, and commit ${output.name}/.`,
      };
}
