import { relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Command, CommandOutcome } from '../command.ts';
import { isUsageError, parseOption } from '../command-arguments.ts';
import { InvalidValue } from '../refusal/invalid-value.ts';
import { oneOf } from '../refusal/one-of.ts';
import { RefusedError } from '../refusal/refused-error.ts';
import { compareFiles, isUnchanged } from '../synth/file-changes.ts';
import { makeOutput } from '../synth/make-output.ts';
import { OutputFolder } from '../synth/output-folder.ts';
import type { Files } from '../synth/render.ts';
import { ACKNOWLEDGEMENTS_FILE, acknowledge, readAcknowledgements } from './acknowledgements.ts';
import { ManifestReader } from './base/manifest-reader.ts';
import { readBase } from './base/read-base.ts';
import { CHANGE_CLASSES, type ChangeClass, isChangeClass } from './change-class.ts';
import { NotReviewable } from './not-reviewable.ts';
import { Redactor } from './redactor.ts';
import { htmlReport } from './report/html-report.ts';
import { jsonReport } from './report/json-report.ts';
import { markdownReport } from './report/markdown-report.ts';
import { failuresOf, type Report } from './report/report.ts';
import { reportPictures } from './report/report-pictures.ts';
import { terminalReport } from './report/terminal-report.ts';
import { reviewSite } from './review-site.ts';

const USAGE = `npm run review -- [--base <git ref, or folder or file of manifests>] [--format terminal|markdown|json|html]
                  [--fail-on <class>,...|none] [--all]
      what merging this change does: compares what main.ts makes with the base, by default the merge base with the
      default branch; exits 1 when a class of --fail-on (default: identity,sync-fails) occurs that nobody has
      acknowledged in ${ACKNOWLEDGEMENTS_FILE}, and 2 when it cannot look`;

/** What a change does, before it is merged. */
export const reviewCommand: Command = { usage: USAGE, run: runReview };

async function runReview(args: readonly string[]): Promise<CommandOutcome> {
  const request = parseRequest(args);
  if (typeof request === 'string') return { exitCode: 2, stderr: `${request}\n\nUsage:\n  ${USAGE}` };
  try {
    const { report, made } = review(request);
    return { exitCode: failuresOf(report).length > 0 ? 1 : 0, stdout: await format(report, made, request) };
  } catch (error) {
    if (!(error instanceof NotReviewable)) throw error;
    return { exitCode: 2, stderr: `There is no review.\n\n  ${error.message}` };
  }
}

interface ReviewRequest {
  readonly base: string | undefined;
  readonly format: Format;
  readonly failOn: readonly ChangeClass[];
  readonly showsAll: boolean;
}

const parseFormat = oneOf('terminal', 'markdown', 'json', 'html');
type Format = ReturnType<typeof parseFormat>;

/** A string says what is wrong with the arguments. */
function parseRequest(args: readonly string[]): ReviewRequest | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        base: { type: 'string' },
        format: { type: 'string', default: 'terminal' },
        'fail-on': { type: 'string', default: 'identity,sync-fails' },
        all: { type: 'boolean', default: false },
      },
    });
    return {
      base: values.base,
      format: parseOption('--format', values.format, parseFormat),
      failOn: parseOption('--fail-on', values['fail-on'], parseClasses),
      showsAll: values.all,
    };
  } catch (error) {
    if (isUsageError(error)) return error.message;
    throw error;
  }
}

function parseClasses(value: unknown): readonly ChangeClass[] {
  const names = String(value).split(',');
  if (names.length === 1 && names[0] === 'none') return [];
  const unknown = names.find((name) => !isChangeClass(name));
  if (unknown === undefined) return names.filter(isChangeClass);
  throw new InvalidValue(
    `There is no class ${JSON.stringify(unknown)}.`,
    `The classes are ${CHANGE_CLASSES.join(', ')}; or write none.`,
  );
}

function review({ base: wanted, failOn }: ReviewRequest): { readonly report: Report; readonly made: Files } {
  const redactor = new Redactor();
  const reader = new ManifestReader(redactor);
  const output = relative(process.cwd(), resolve(process.env.CDK8S_OUTDIR ?? 'dist'));
  const lines = readAcknowledgements();
  const base = readBase({ wanted, project: process.cwd(), output }, reader);
  const made = makeOutput('main.ts');
  if ('failure' in made) throw new NotReviewable(made.failure, 'Correct that first: npm run synth says the same.');
  const files = [...made.files].map(([path, content]) => ({ path, content }));
  const result = reviewSite(base.objects, reader.readOutput(output, files).objects);
  const report = {
    base: base.name,
    notes: [...base.notes, ...noteOnOutput(output, made.files)],
    review: result,
    acknowledged: acknowledge(result.findings, lines, new Date().toISOString().slice(0, 10)),
    failOn,
    hidesSecrets: redactor.count > 0,
  };
  return { report, made: made.files };
}

/** A merge delivers what stands in the output, whoever wrote it there. */
function noteOnOutput(output: string, made: Files): readonly string[] {
  try {
    if (isUnchanged(compareFiles(new OutputFolder(output).read(), made))) return [];
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
  }
  return [
    `This is what main.ts makes. A merge delivers ${output}/, which is something else: npm run check names the files.`,
  ];
}

async function format(report: Report, made: Files, { format: wanted, showsAll }: ReviewRequest): Promise<string> {
  switch (wanted) {
    case 'terminal':
      return terminalReport(report, {
        showsAll,
        hasColors: process.stdout.isTTY === true && process.env.NO_COLOR === undefined,
      });
    case 'markdown':
      return markdownReport(report);
    case 'json':
      return jsonReport(report);
    case 'html':
      return htmlReport(report, await reportPictures(made));
  }
}
