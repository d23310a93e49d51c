import { withoutSecrets } from './secret-forms.ts';

/** One reason why a site is refused. Data first: how it is shown is decided where it is shown. */
export interface Problem {
  /** Path of the construct, or of the file, that has the problem: `netbird/routing-peer`. */
  readonly path: string;

  /** The field as its author wrote it: `networks[0]`. Left out when the problem is not about one field. */
  readonly field?: string;

  /** The value that was given, as it should be shown. Left out when it is missing, or when it may be a secret. */
  readonly value?: string;

  /** Why it is wrong; one or more full sentences. */
  readonly reason: string;

  /** What to write instead; a full sentence. */
  readonly remedy: string;
}

/**
 * Shows a value in a problem the way it would be written in `main.ts`, without what has the form of a secret, and
 * shortened where it would fill the screen.
 */
export function shown(value: unknown): string {
  // JSON writes NaN and Infinity as null.
  const text = withoutSecrets(typeof value === 'number' ? String(value) : (json(value) ?? String(value)));
  return text.length <= 120 ? text : `${text.slice(0, 117)}...`;
}

/** Undefined for what has none: functions, and constructs, which refer to each other in circles. */
function json(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

/** The problem as text, over two or more lines. */
export function describeProblem(problem: Problem): string {
  const subject = [problem.path];
  if (problem.field !== undefined) {
    subject.push(problem.value === undefined ? problem.field : `${problem.field} = ${problem.value}`);
  }
  const sentences = [problem.reason, problem.remedy].filter((sentence) => sentence !== '');
  // A key that stands in the wrong place, be it in the name of a prop, must not end up in a log.
  return withoutSecrets(`  ${subject.join('   ')}\n      ${sentences.join(' ')}`);
}
