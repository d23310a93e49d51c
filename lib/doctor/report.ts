import pico from 'picocolors';
import type { Verdict } from './check.ts';
import { type CheckResult, type Diagnosis, exitCodeOf, notReachedOf, type PlacedFinding } from './examine.ts';

/** How the terminal takes it. */
export interface ReportStyle {
  readonly colour: boolean;

  /** Columns. Commands are longer where they are: they are copied, and a line that is broken is another command. */
  readonly width: number;
}

type Paint = ReturnType<typeof pico.createColors>;

/** Commands that are shown with a cause; all of them are in the JSON. */
const SHOWN_COMMANDS = 3;

/** The diagnosis for a person: what is wrong and what to do on top, then every check in a line. */
export function describeDiagnosis(subject: string, diagnosis: Diagnosis, { colour, width }: ReportStyle): string {
  const paint = pico.createColors(colour);
  const { causes, followers, warnings, unknowns, results } = diagnosis;
  const byName = new Map(results.map((result) => [result.name, result]));
  const [first, ...others] = causes;
  const cause = (finding: PlacedFinding) => [
    ...describeFinding(finding, paint.red, paint, width),
    ...describeSeen(byName.get(finding.check), width).map(paint.dim),
    ...describeAsked(byName.get(finding.check)).map(paint.dim),
  ];
  const unknown = (finding: PlacedFinding) => [
    ...describeFinding(finding, paint.magenta, paint, width),
    ...(isWorthAsking(finding) ? describeAsked(byName.get(finding.check)).map(paint.dim) : []),
  ];
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [[paint.bold(title), ...lines].join('\n')];
  return [
    `${subject}: ${headline(diagnosis)}`,
    ...(first === undefined ? [] : [cause(first).join('\n')]),
    ...section('Also wrong', others.flatMap(cause)),
    ...section(
      'Follows from it',
      followers.flatMap((one) => describeWhat(one, width)),
    ),
    ...section(
      'Warnings',
      warnings.flatMap((one) => describeFinding(one, paint.yellow, paint, width)),
    ),
    ...section('Not known', unknowns.flatMap(unknown)),
    ...section('Not to be seen from here', results.flatMap(byHand)),
    results.flatMap(rowsFor(results, paint, width)).join('\n'),
  ].join('\n\n');
}

function headline(diagnosis: Diagnosis): string {
  const { causes, warnings, unknowns } = diagnosis;
  const notReached = notReachedOf(diagnosis);
  const counts = [
    ...(causes.length > 0 ? [count(causes.length, 'problem')] : []),
    ...(warnings.length > 0 ? [count(warnings.length, 'warning')] : []),
    ...(unknowns.length > 0 ? [`${unknowns.length} not known`] : []),
    ...(causes.length === 0 && notReached.length > 0 ? [`${notReached.length} not reached`] : []),
  ];
  return counts.length === 0 ? 'healthy' : [...(causes.length === 0 ? ['no problem seen'] : []), ...counts].join(', ');
}

/** A headline, with the check behind it. */
function describeWhat({ what, check }: PlacedFinding, width: number, paint = (line: string) => line): string[] {
  const suffix = `   (${check})`;
  // Spaces at which no line breaks.
  return wrap(`${what}${suffix.replaceAll(' ', '\u00a0')}`, width, '  ').map((line) => {
    const text = line.replaceAll('\u00a0', ' ');
    return text.endsWith(suffix) ? `${paint(text.slice(0, -suffix.length))}${suffix}` : paint(text);
  });
}

function describeFinding(
  finding: PlacedFinding,
  colour: (text: string) => string,
  paint: Paint,
  width: number,
): string[] {
  const { cause, fix, link } = finding;
  return [
    ...describeWhat(finding, width, (line) => colour(paint.bold(line))),
    ...wrap(cause, width, '      '),
    ...steps(`Next: ${fix}`, width).map((line) => line.replace(/^ {6}Next:/, `      ${paint.bold('Next:')}`)),
    `      More: ${link}`,
  ];
}

/** A semicolon in quotes belongs to it. */
const COMMAND = /^(.*?:) ((?:kubectl|ssh|docker|nft|sysctl|netbird|npm run \w+ --) (?:'[^']*'|[^;'])*)(?:; (.*))?$/;

/** Each command on a line of its own: so it can be copied. */
function steps(text: string, width: number): string[] {
  const [, prose = text, command, rest] = COMMAND.exec(text) ?? [];
  return [
    ...wrap(prose, width, '      '),
    ...(command === undefined ? [] : [`        ${command}`]),
    ...(rest === undefined ? [] : steps(rest, width)),
  ];
}

function describeSeen(result: CheckResult | undefined, width: number): string[] {
  return (result?.judgement.evidence ?? []).flatMap((seen) => wrap(`Seen: ${seen}`, width, '      '));
}

/** Whether a person learns more by asking again. */
function isWorthAsking({ failure }: PlacedFinding): boolean {
  return failure !== undefined && !['forbidden', 'unauthorized', 'unreachable'].includes(failure.kind);
}

function describeAsked(result: CheckResult | undefined): string[] {
  // What was asked inside a container says most about a cause.
  const asked = (result?.asked ?? []).toSorted((a, b) => Number(isExec(b)) - Number(isExec(a)));
  const hidden = asked.length - SHOWN_COMMANDS;
  const commands = [...asked.slice(0, SHOWN_COMMANDS), ...(hidden > 0 ? [`and ${hidden} more, see --json`] : [])];
  return commands.map((command) => `      Asked: ${command}`);
}

function isExec(command: string): boolean {
  return command.includes(' exec ');
}

/** What is left to the person: where, and below it the commands. */
function byHand({ name, judgement }: CheckResult): string[] {
  const places = Map.groupBy(judgement.byHand ?? [], (line) => line.slice(0, line.indexOf(': ')));
  return [...places].flatMap(([place, lines]) => [
    `  ${place}   (${name})`,
    ...lines.map((line) => `      ${line.slice(place.length + 2)}`),
  ]);
}

function rowsFor(results: readonly CheckResult[], paint: Paint, width: number): (result: CheckResult) => string[] {
  const longest = Math.max(...results.map(({ name }) => name.length));
  return ({ name, verdict, judgement }) => {
    const { notReached, findings, evidence } = judgement;
    const text = notReached ?? (verdict === 'ok' ? evidence[0] : findings[0]?.what) ?? '';
    const label = verdict.replace('-', ' ').padEnd('not reached'.length);
    const [first = '', ...others] = wrap(text, width, ' '.repeat(longest + label.length + 6));
    return [`  ${name.padEnd(longest)}  ${COLOURS[verdict](paint)(label)}  ${first.trimStart()}`, ...others];
  };
}

const COLOURS: Readonly<Record<Verdict, (paint: Paint) => (text: string) => string>> = {
  ok: ({ green }) => green,
  problem: ({ red }) => red,
  warning: ({ yellow }) => yellow,
  unknown: ({ magenta }) => magenta,
  'not-reached': ({ dim }) => dim,
};

/** The lines of a text, each of them indented; a word that is too long has one of its own. */
function wrap(text: string, width: number, indent: string): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1)} ${word}`.trimStart();
    if (lines.at(-1) === '' || indent.length + longer.length <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.map((line) => `${indent}${line}`.trimEnd());
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

/** One document for a program. */
export function diagnosisAsJson(subject: object, diagnosis: Diagnosis): string {
  const { results, ...findings } = diagnosis;
  const document = {
    healthy: exitCodeOf(diagnosis) === 0,
    ...subject,
    ...findings,
    checks: results.map(({ judgement, ...result }) => ({ ...result, ...judgement })),
  };
  return JSON.stringify(document, undefined, 2);
}
