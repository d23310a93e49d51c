import { acknowledgementNotes, failuresOf, type Report } from './report.ts';

/** The report for a program: one document. */
export function jsonReport(report: Report): string {
  const { base, notes, review, acknowledged, failOn } = report;
  const document = {
    ok: failuresOf(report).length === 0,
    base,
    failOn,
    kept: review.kept,
    findings: review.findings.map((finding) => ({
      ...finding,
      acknowledged: acknowledged.byFinding.get(finding) ?? null,
    })),
    notes: [...notes, ...acknowledgementNotes(report)],
  };
  return JSON.stringify(document, undefined, 2);
}
