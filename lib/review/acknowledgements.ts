import { readFileSync } from 'node:fs';
import { type Document, isNode, LineCounter, parseDocument, visit } from 'yaml';
import { z } from 'zod';
import { CHANGE_CLASSES } from './change-class.ts';
import { NotReviewable } from './not-reviewable.ts';
import type { ReviewFinding } from './review-site.ts';

/** The file in which a person says which findings are meant. */
export const ACKNOWLEDGEMENTS_FILE = 'review.acknowledged.yaml';

const acknowledgement = z.strictObject(
  {
    object: z.string('Name the object as the report does.').min(1, 'Name the object as the report does.'),
    class: z.enum(CHANGE_CLASSES, `The classes are ${CHANGE_CLASSES.join(', ')}.`),
    reason: z.string('Say why, in a sentence.').trim().min(10, 'Say why, in a sentence.'),
    expires: z.iso.date('Write a date, for example "2031-12-31".'),
  },
  {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `There is no key ${issue.keys.map((key) => JSON.stringify(key)).join(', ')}.`
        : 'It must have the keys object, class, reason and expires.',
  },
);

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
 * Reads the file of the project in the working directory.
 *
 * @throws NotReviewable as {@link parseAcknowledgements} does, and where it is no file
 */
export function readAcknowledgements(): readonly Acknowledgement[] {
  try {
    return parseAcknowledgements(readFileSync(ACKNOWLEDGEMENTS_FILE, 'utf8'));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    if (code === undefined) throw error;
    throw new NotReviewable(`${ACKNOWLEDGEMENTS_FILE} cannot be read (${code}).`, EXAMPLE);
  }
}

/**
 * Reads the text of the file.
 *
 * @throws NotReviewable for anything but a list of complete lines: a line that is misread must not let a finding pass
 */
export function parseAcknowledgements(text: string): readonly Acknowledgement[] {
  const lineCounter = new LineCounter();
  const refused = (problems: readonly { readonly offset: number; readonly reason: string }[]) =>
    new NotReviewable(
      problems
        .map(({ offset, reason }) => `${ACKNOWLEDGEMENTS_FILE}:${lineCounter.linePos(offset).line}: ${reason}`)
        .join('\n  '),
      EXAMPLE,
    );
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) throw refused([{ offset: error.pos[0], reason: `It is not YAML: ${error.message}.` }]);
  visit(document, {
    Alias: (_, { range }) => {
      throw refused([{ offset: range?.[0] ?? 0, reason: 'An alias is not followed: write the value itself.' }]);
    },
  });
  const parsed = z.array(acknowledgement, 'It must be a list.').safeParse(document.toJS() ?? []);
  if (parsed.success) return parsed.data;
  throw refused(
    parsed.error.issues.map(({ path, message }) => ({
      offset: offsetOf(document, path),
      reason: path.length > 1 ? `${String(path.at(-1))}: ${message}` : message,
    })),
  );
}

const EXAMPLE =
  'Write a list of { object: StatefulSet netbird/netbird-peer, class: sync-fails, reason: …, expires: "2031-12-31" }.';

/** Where a value stands, or what ought to hold it. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  const node = path.length === 0 ? document.contents : document.getIn(path, true);
  if (isNode(node) && node.range) return node.range[0];
  return path.length === 0 ? 0 : offsetOf(document, path.slice(0, -1));
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
