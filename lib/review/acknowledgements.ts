import { parseDocument } from 'yaml';
import { z } from 'zod';
import { CHANGE_CLASSES } from './change-class.ts';
import { NotReviewable } from './not-reviewable.ts';
import type { ReviewFinding } from './review-site.ts';

/** The file in which a person says which findings are meant. */
export const ACKNOWLEDGEMENTS_FILE = 'review.acknowledged.yaml';

const acknowledgement = z.strictObject({
  object: z.string().min(1),
  class: z.enum(CHANGE_CLASSES),
  reason: z.string().trim().min(10, 'say why, in a sentence'),
  expires: z.iso.date('write a date, for example "2031-12-31"'),
});

/** A line of the file. */
export type Acknowledgement = z.infer<typeof acknowledgement>;

/** What the lines of the file come to. */
export interface AcknowledgedFindings {
  readonly byFinding: ReadonlyMap<ReviewFinding, Acknowledgement>;

  /** Those that no longer count. */
  readonly expired: readonly Acknowledgement[];

  /** Those that no finding needs. */
  readonly unused: readonly Acknowledgement[];
}

/**
 * Reads the file.
 *
 * @param text undefined where there is none
 * @throws NotReviewable for anything but a list of complete lines: a line that is misread must not let a finding pass
 */
export function readAcknowledgements(text: string | undefined): readonly Acknowledgement[] {
  if (text === undefined) return [];
  const document = parseDocument(text, { prettyErrors: true });
  const [error] = document.errors;
  if (error !== undefined) {
    throw new NotReviewable(`${ACKNOWLEDGEMENTS_FILE} is not YAML: ${error.message.split('\n', 1)[0]}`, EXAMPLE);
  }
  const parsed = z.array(acknowledgement).safeParse(document.toJS() ?? []);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${describePlace(path)}: ${message}`);
  throw new NotReviewable(`${ACKNOWLEDGEMENTS_FILE} is wrong:\n      ${problems.join('\n      ')}`, EXAMPLE);
}

const EXAMPLE =
  'Write a list of { object: StatefulSet netbird/netbird-peer, class: sync-fails, reason: …, expires: "2031-12-31" }.';

function describePlace(path: readonly PropertyKey[]): string {
  const [index, ...rest] = path;
  return typeof index === 'number' ? [`line ${index + 1} of the list`, ...rest.map(String)].join(', ') : 'the file';
}

/**
 * Which findings are acknowledged.
 *
 * @param today as an ISO date; a line counts to the end of the day on which it expires
 */
export function acknowledge(
  findings: readonly ReviewFinding[],
  lines: readonly Acknowledgement[],
  today: string,
): AcknowledgedFindings {
  const key = ({ object, class: name }: Pick<Acknowledgement, 'object' | 'class'>) => `${name} ${object}`;
  const valid = new Map(lines.filter(({ expires }) => expires >= today).map((line) => [key(line), line]));
  const byFinding = new Map(
    findings.flatMap((finding) => {
      const line = valid.get(key(finding));
      return line === undefined ? [] : [[finding, line] as const];
    }),
  );
  const used = new Set(byFinding.values());
  return {
    byFinding,
    expired: lines.filter(({ expires }) => expires < today),
    unused: lines.filter((line) => line.expires >= today && !used.has(line)),
  };
}
