import type { Finding } from './finding.ts';
import { judgedVersions, type Question } from './question.ts';

/** What is to be said about some files. */
export interface GuardAnswer {
  readonly files: readonly string[];
  readonly question: Question;
  readonly findings: readonly Finding[];

  /** Whether the files have all that the agents read; else what is not in them may select the interface. */
  readonly isComplete: boolean;
}

/** For a person. */
export function describeAnswer(answer: GuardAnswer): string {
  const { files, findings } = answer;
  const last = `${files.join(', ')}: ${verdict(answer)}`;
  return [...(findings.length > 0 ? [table(findings)] : []), ...findings.map(describeFinding), last].join('\n\n');
}

function verdict({ findings, question, isComplete }: GuardAnswer): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const warnings = findings.length - errors;
  const counts = [errors > 0 ? count(errors, 'error') : [], warnings > 0 ? count(warnings, 'warning') : []].flat();
  return errors > 0 ? counts.join(', ') : [describeSafety(question, isComplete), ...counts].join('; ');
}

/** What was found where, at a glance; the reasons stand below it. */
function table(findings: readonly Finding[]): string {
  const rows = findings.map(({ severity, rule, place, verdict }) => [severity, rule, place, verdict]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => String(row[column]).length)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n');
}

/** For a program, one document. */
export function answerAsJson(answer: GuardAnswer): string {
  const { files, question, findings, isComplete } = answer;
  const document = {
    ok: findings.every(({ severity }) => severity !== 'error'),
    verdict: verdict(answer),
    complete: isComplete,
    files,
    interface: question.interfaceName,
    cilium: question.ciliumVersion?.toString() ?? null,
    judgedVersions: judgedVersions(question).map(String),
    nodeLabels: question.nodeLabels ?? null,
    findings,
  };
  return JSON.stringify(document, undefined, 2);
}

function describeFinding({ severity, rule, place, value, verdict, reason, source, remedy }: Finding): string {
  return `${severity}   ${value === undefined ? place : `${place} = ${value}`}
  ${verdict}   (${rule})
      ${reason} ${remedy}
      Source: ${source}`;
}

function describeSafety(question: Question, isComplete: boolean): string {
  const versions = judgedVersions(question);
  const range = versions.length === 1 ? versions[0] : `${versions[0]} to ${versions.at(-1)}`;
  return isComplete
    ? `${question.interfaceName} is never selected (Cilium ${range})`
    : `nothing in it selects ${question.interfaceName} (Cilium ${range}); the ConfigMap cilium-config was not given`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
