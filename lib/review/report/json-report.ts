import { failuresOf, notesOf, type Report } from './report.ts';

/** The report for a program: one document. */
export function jsonReport(report: Report): string {
  const { base, review, acknowledged, failOn } = report;
  const document = {
    ok: failuresOf(report).length === 0,
    base,
    failOn,
    kept: review.kept,
    findings: review.findings.map((finding) => ({
      ...finding,
      acknowledged: acknowledged.byFinding.get(finding) ?? null,
    })),
    notes: notesOf(report),
  };
  return JSON.stringify(document, undefined, 2);
}
