import type { Finding } from './finding.ts';
import { judgedVersions, type Question } from './question.ts';

/** An answer about some files, for a person. */
export function describeFindings(
  files: readonly string[],
  findings: readonly Finding[],
  question: Question,
  { isComplete }: { readonly isComplete: boolean },
): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const warnings = count(findings.length - errors, 'warning');
  const counts = [errors > 0 ? count(errors, 'error') : [], findings.length > errors ? warnings : []].flat();
  const subject = files.join(', ');
  const last =
    errors > 0
      ? `${subject}: ${counts.join(', ')}`
      : [`${subject}: ${describeSafety(question, isComplete)}`, ...counts].join('; ');
  return [...(findings.length > 0 ? [table(findings)] : []), ...findings.map(describeFinding), last].join('\n\n');
}

/** What was found where, at a glance; the reasons stand below it. */
function table(findings: readonly Finding[]): string {
  const rows = findings.map(({ severity, rule, place, verdict }) => [severity, rule, place, verdict]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => String(row[column]).length)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n');
}

/** One document for a program. */
export function findingsAsJson(files: readonly string[], findings: readonly Finding[], question: Question): string {
  const document = {
    ok: findings.every(({ severity }) => severity !== 'error'),
    files,
    interface: question.interfaceName,
    cilium: question.ciliumVersion?.toString() ?? null,
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
