import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Command, CommandOutcome } from '../command.ts';
import { isUsageError, parseOption } from '../command-arguments.ts';
import { oneOf } from '../refusal/one-of.ts';
import { makeOutput } from '../synth/make-output.ts';
import { illustrate, illustratedDocuments } from './embedded-pictures.ts';
import { mermaidOf } from './mermaid.ts';
import { type Picture, picturesOf } from './pictures-of.ts';
import { svgOf } from './svg.ts';

const USAGE = `npm run picture -- [--format mermaid|svg] [--cluster <id>] [--output <file>]
  npm run picture -- --embed
      the data path of the site as a picture: printed, or written into a file; with --embed, between the lines
      <!-- picture:begin --> and <!-- picture:end --> of README.md and of the documents below docs/; exits 2 when there is nothing to draw, or it cannot`;

/** Draws what main.ts makes. */
export const pictureCommand: Command = { usage: USAGE, run: runPicture };

async function runPicture(args: readonly string[]): Promise<CommandOutcome> {
  const request = parseRequest(args);
  if (typeof request === 'string') return { exitCode: 2, stderr: `${request}\n\nUsage:\n  ${USAGE}` };
  const made = makeOutput('main.ts');
  if ('failure' in made) return { exitCode: 2, stderr: made.failure };
  const pictures = picturesOf(made.files);
  if (pictures.length === 0) return { exitCode: 2, stderr: 'main.ts makes no routing peer: there is nothing to draw.' };
  return request.embeds ? embed(pictures) : await print(pictures, request);
}

interface PictureRequest {
  readonly embeds: boolean;
  readonly format: 'mermaid' | 'svg';
  readonly cluster: string | undefined;
  readonly output: string | undefined;
}

/** A string says what is wrong with the arguments. */
function parseRequest(args: readonly string[]): PictureRequest | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        embed: { type: 'boolean', default: false },
        format: { type: 'string' },
        cluster: { type: 'string' },
        output: { type: 'string' },
      },
    });
    const { embed: embeds, cluster, output } = values;
    if (embeds && Object.keys(values).length > 1)
      return '--embed writes Mermaid into all documents: it takes no other option.';
    if (output?.endsWith('.md')) {
      return `--output ${output} would replace the whole document. Write the two lines into it, and use --embed.`;
    }
    const format = values.format ?? (output?.endsWith('.svg') ? 'svg' : 'mermaid');
    return { embeds, format: parseOption('--format', format, oneOf('mermaid', 'svg')), cluster, output };
  } catch (error) {
    if (isUsageError(error)) return error.message;
    throw error;
  }
}

function embed(pictures: readonly Picture[]): CommandOutcome {
  const documents = illustratedDocuments();
  if (documents.length === 0) {
    return {
      exitCode: 2,
      stderr:
        'No document has a place for the picture. Write <!-- picture:begin --> and <!-- picture:end -->, each on a line of its own, into README.md.',
    };
  }
  const lines = documents.map(({ file, content }) => {
    const illustrated = illustrate(content, pictures);
    if (illustrated === content) return `${file} is up to date`;
    writeFileSync(file, illustrated);
    return `${file} written`;
  });
  return { exitCode: 0, stdout: lines.join('\n') };
}

async function print(
  pictures: readonly Picture[],
  { format, cluster, output }: PictureRequest,
): Promise<CommandOutcome> {
  const wanted = pictures.filter((picture) => cluster === undefined || picture.cluster === cluster);
  const [picture, ...others] = wanted;
  if (picture === undefined || others.length > 0) {
    const clusters = pictures.flatMap((one) => one.cluster ?? []);
    if (clusters.length === 0) return { exitCode: 2, stderr: 'The site names no clusters: leave out --cluster.' };
    return {
      exitCode: 2,
      stderr: `There is a picture for each cluster: add --cluster ${clusters.join(', or --cluster ')}.`,
    };
  }
  const text = format === 'svg' ? await svgOf(picture.diagram) : mermaidOf(picture.diagram);
  if (output === undefined) return { exitCode: 0, stdout: text };
  try {
    writeFileSync(output, `${text}\n`);
  } catch (error) {
    return { exitCode: 2, stderr: `${output} is not written: ${error instanceof Error ? error.message : error}` };
  }
  return { exitCode: 0, stdout: `${output} written` };
}
