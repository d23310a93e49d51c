import { compareFiles } from '../synth/file-changes.ts';
import type { OutputFolder } from '../synth/output-folder.ts';
import type { Files } from '../synth/render.ts';

/** Each file that is not, byte for byte, what its program makes, and what repairs it; undefined where there is none. */
export function describeDifferences(output: OutputFolder, made: Files): string | undefined {
  const { added, changed, removed } = compareFiles(output.read(), made);
  const differences = [
    ...added.map((file) => `  missing    ${output.name}/${file}`),
    ...changed.map((file) => `  different  ${output.name}/${file}`),
    ...removed.map((file) => `  stale      ${output.name}/${file}`),
  ];
  if (differences.length === 0) return undefined;
  return `${output.name}/ is not what synth makes:\n\n${differences.join('\n')}\n\nRun npm run synth, and commit ${output.name}/.`;
}
