import pico from 'picocolors';
import type { Verdict } from './check.ts';
import { type CheckResult, type Diagnosis, exitCodeOf, notReachedOf, type PlacedFinding } from './examine.ts';

type Paint = ReturnType<typeof pico.createColors>;

/** Commands that are shown with a cause; all of them are in the JSON. */
const SHOWN_COMMANDS = 3;

/** The diagnosis for a person: what is wrong and what to do on top, then every check in a line. */
export function describeDiagnosis(
  subject: string,
  diagnosis: Diagnosis,
  { colour }: { readonly colour: boolean },
): string {
  const paint = pico.createColors(colour);
  const { causes, followers, warnings, unknowns, results } = diagnosis;
  const byName = new Map(results.map((result) => [result.name, result]));
  const [first, ...others] = causes;
  const section = (title: string, findings: readonly PlacedFinding[], show: (finding: PlacedFinding) => string) =>
    findings.length === 0 ? [] : [`${paint.bold(title)}\n${findings.map(show).join('\n')}`];
  return [
    `${subject}: ${headline(diagnosis)}`,
    ...(first === undefined ? [] : [describeCause(first, byName.get(first.check), paint)]),
    ...section('Also wrong', others, (finding) => describeCause(finding, byName.get(finding.check), paint)),
    ...section('Follows from it', followers, (finding) => `  ${finding.what}   (${finding.check})`),
    ...section('Warnings', warnings, describeLesser),
    ...section('Not known', unknowns, describeLesser),
    ...byHand(results, paint),
    table(results, paint),
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

function describeCause(finding: PlacedFinding, result: CheckResult | undefined, paint: Paint): string {
  // What was asked inside a container says most about a cause.
  const asked = (result?.asked ?? []).toSorted((a, b) => Number(isExec(b)) - Number(isExec(a)));
  const hidden = asked.length - SHOWN_COMMANDS;
  const commands = [...asked.slice(0, SHOWN_COMMANDS), ...(hidden > 0 ? [`and ${hidden} more, see --json`] : [])];
  return [
    `  ${paint.red(paint.bold(finding.what))}   (${finding.check})`,
    `      ${finding.cause}`,
    `      ${paint.bold('Next:')} ${finding.fix}`,
    `      More: ${finding.link}`,
    ...(result?.judgement.evidence ?? []).map((line) => paint.dim(`      Seen: ${line}`)),
    ...commands.map((line) => paint.dim(`      Asked: ${line}`)),
  ].join('\n');
}

/** What is left to the person, with the commands. */
function byHand(results: readonly CheckResult[], paint: Paint): string[] {
  const lines = results.flatMap(({ name, judgement }) =>
    (judgement.byHand ?? []).map((line) => `  ${line}   (${name})`),
  );
  return lines.length === 0 ? [] : [`${paint.bold('Not to be seen from here')}\n${lines.join('\n')}`];
}

function isExec(command: string): boolean {
  return command.includes(' exec ');
}

function describeLesser({ what, check, cause, fix, link }: PlacedFinding): string {
  return `  ${what}   (${check})\n      ${cause} ${fix}\n      More: ${link}`;
}

function table(results: readonly CheckResult[], paint: Paint): string {
  const widths = { name: Math.max(...results.map(({ name }) => name.length)), verdict: 'not reached'.length };
  return results
    .map(({ name, verdict, judgement }) => {
      const { notReached, findings, evidence } = judgement;
      const text = notReached ?? (verdict === 'ok' ? evidence[0] : findings[0]?.what) ?? '';
      const label = verdict.replace('-', ' ').padEnd(widths.verdict);
      return `  ${name.padEnd(widths.name)}  ${COLOURS[verdict](paint)(label)}  ${text}`;
    })
    .join('\n');
}

const COLOURS: Readonly<Record<Verdict, (paint: Paint) => (text: string) => string>> = {
  ok: ({ green }) => green,
  problem: ({ red }) => red,
  warning: ({ yellow }) => yellow,
  unknown: ({ magenta }) => magenta,
  'not-reached': ({ dim }) => dim,
};

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
