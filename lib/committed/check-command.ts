import type { Command, CommandOutcome } from '../command.ts';
import { outdatedDocuments } from '../picture/embedded-pictures.ts';
import { picturesOf } from '../picture/pictures-of.ts';
import { RefusedError } from '../refusal/refused-error.ts';
import { makeOutput } from '../synth/make-output.ts';
import { OutputFolder } from '../synth/output-folder.ts';
import type { Files } from '../synth/render.ts';
import { describeDifferences } from './describe-differences.ts';
import { describeUncommitted, uncommittedFiles } from './uncommitted-files.ts';

/** Whether what stands in the repository is what the site makes. */
export const checkCommand: Command = {
  usage: `npm run check
      whether dist/ is what main.ts makes, all of it under git's care, and the pictures in README.md and docs/ are of
      this site: exits 1, and says what repairs it, when not; without git it passes, but not where the variable CI is set`,

  run(args) {
    if (args.length > 0) return { exitCode: 2, stderr: `check takes no arguments.\n\nUsage:\n  ${this.usage}` };
    return check('main.ts', new OutputFolder(process.env.CDK8S_OUTDIR || 'dist'));
  },
};

/** Changes nothing, but for what {@link OutputFolder.recover} puts in order. */
function check(program: string, output: OutputFolder): CommandOutcome {
  try {
    output.recover();
    const made = makeOutput(program);
    if ('failure' in made) return { exitCode: 1, stderr: made.failure };
    const differences = describeDifferences(output, made.files);
    const uncommitted = differences === undefined ? uncommittedFiles(output.name) : undefined;
    const inGit = uncommitted === undefined ? [] : [describeUncommitted(output.name, uncommitted)];
    const isTolerable = uncommitted !== undefined && 'failure' in uncommitted && !process.env.CI;
    const problems = [differences ?? [], isTolerable ? [] : inGit, outdatedPictures(made.files)].flat();
    if (problems.length > 0) return { exitCode: 1, stderr: problems.join('\n\n') };
    const stdout = [`${output.name}/ is what synth makes: ${made.files.size} files`, ...inGit].join('\n\n');
    return { exitCode: 0, stdout };
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    return { exitCode: 1, stderr: error.message };
  }
}

function outdatedPictures(files: Files): string[] {
  const documents = outdatedDocuments(picturesOf(files)).map(({ file }) => file);
  if (documents.length === 0) return [];
  const names = documents.join(', ');
  return [`Not a picture of what synth makes: ${names}\n\nRun npm run picture -- --embed, and commit ${names}.`];
}
