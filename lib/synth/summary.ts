import { HELM_VALUES } from '../output/output-file.ts';
import { compareFiles, type FileChanges } from './file-changes.ts';
import type { Files } from './render.ts';

/** At most this many files are named for each chart: a summary is read, a list is not. */
const NAMED_FILES = 10;

/** One line for each chart, and under it the files that changed. */
export function summarize(before: Files, after: Files): string {
  const old = byChart(before);
  const made = byChart(after);
  const charts = [...new Set([...old.keys(), ...made.keys()])].sort();
  const width = Math.max(...charts.map((chart) => chart.length));
  return charts
    .flatMap((chart) => {
      const files = made.get(chart) ?? new Map();
      const changes = compareFiles(old.get(chart) ?? new Map(), files);
      const thing = chart === HELM_VALUES ? 'file' : 'object';
      const count = `${files.size} ${thing}${files.size === 1 ? '' : 's'}`;
      return [`  ${chart.padEnd(width)}  ${count.padStart(11)}   ${totals(changes)}`, ...named(changes)];
    })
    .join('\n');
}

function byChart(files: Files): Map<string, Map<string, string>> {
  const charts = new Map<string, Map<string, string>>();
  for (const [file, content] of files) {
    const chart = file.slice(0, file.indexOf('/'));
    const inChart = charts.get(chart) ?? new Map<string, string>();
    charts.set(chart, inChart.set(file, content));
  }
  return charts;
}

function totals(changes: FileChanges): string {
  const counts = Object.entries(changes).flatMap(([what, files]) =>
    files.length > 0 ? `${files.length} ${what}` : [],
  );
  return counts.length === 0 ? 'unchanged' : counts.join(', ');
}

function named(changes: FileChanges): string[] {
  const lines = Object.entries(changes).flatMap(([what, files]: [string, readonly string[]]) =>
    files.map((file) => `      ${what.padEnd(7)}  ${file}`),
  );
  const hidden = lines.length - NAMED_FILES;
  return hidden > 0 ? [...lines.slice(0, NAMED_FILES), `      and ${hidden} more`] : lines;
}
