import { createColors } from 'picocolors';
import { ACKNOWLEDGEMENTS_FILE } from '../acknowledgements.ts';
import type { ChangeClass } from '../change-class.ts';
import type { ShownChange } from '../shown-value.ts';
import {
  countOf,
  describeCounts,
  describeFailures,
  describeObjects,
  type FindingGroup,
  failuresOf,
  groupsByClass,
  notesOf,
  type Report,
} from './report.ts';

export interface TerminalOptions {
  /** Whether routine changes, and all of many, are shown. */
  readonly showsAll: boolean;
  readonly hasColors: boolean;
}

/** At most this many of a class, and lines of a finding: a report is read, a list is not. */
const MOST_GROUPS = 20;
const MOST_CHANGES = 8;
const MOST_PEERS = 5;

/** The report for a person at a terminal. */
export function terminalReport(report: Report, options: TerminalOptions): string {
  const colors = createColors(options.hasColors);
  const groups = [...groupsByClass(report)];
  const width = Math.max(...groups.map(([name]) => name.length), 'identity'.length) + 2;
  const label = (name: string) => paint(name, colors)(name.padEnd(width));
  const shown = groups.flatMap(([name, found]) => {
    if (name === 'routine' && !options.showsAll) {
      return [`${label(name)}${countOf(found)} more (npm run review -- --all)`];
    }
    const visible = options.showsAll ? found : found.slice(0, MOST_GROUPS);
    const hidden = countOf(found) - countOf(visible);
    const more = hidden > 0 ? [`${label(name)}${hidden} more (npm run review -- --all)`] : [];
    return [...visible.map((group) => describeGroup(group, label(name), options, colors)), ...more];
  });
  const parts = [
    `Compared with ${report.base}: ${describeCounts(report)}`,
    ...(report.review.kept.length > 0 ? [kept(report.review.kept, options, width)] : []),
    ...shown,
    ...notes(report),
    ...failure(report),
  ];
  return withoutControls(parts.join('\n\n'), options);
}

type Colors = ReturnType<typeof createColors>;

function paint(name: string, colors: Colors): (text: string) => string {
  const stops: readonly string[] = ['identity', 'sync-fails'] satisfies ChangeClass[];
  if (stops.includes(name)) return (text) => colors.bold(colors.red(text));
  return name === 'routine' ? colors.dim : colors.yellow;
}

function kept(peers: readonly string[], { showsAll }: TerminalOptions, width: number): string {
  const visible = showsAll ? peers : peers.slice(0, MOST_PEERS);
  const more = peers.length > visible.length ? [`${peers.length - visible.length} more`] : [];
  return [...visible, ...more].map((line) => `${'kept'.padEnd(width)}${onOneLine(line)}`).join('\n');
}

function describeGroup(group: FindingGroup, label: string, { showsAll }: TerminalOptions, colors: Colors): string {
  const { finding, acknowledgement } = group;
  const rule = finding.rule === undefined ? '' : colors.dim(`   (${finding.rule})`);
  const visible = showsAll ? finding.changes : finding.changes.slice(0, MOST_CHANGES);
  const hidden = finding.changes.length - visible.length;
  const lines = [
    ...visible.flatMap((change) => describeChange(change) ?? []),
    ...(hidden > 0 ? [`and ${hidden} more`] : []),
    finding.consequence,
    ...(finding.remedy === ''
      ? []
      : [`To do: ${finding.remedy}${group.objects.length > 1 ? ' Likewise for the others.' : ''}`]),
    ...(finding.command === undefined ? [] : [`  ${finding.command}`]),
    ...(finding.runbook === undefined ? [] : [`See ${finding.runbook}`]),
    ...(acknowledgement === undefined
      ? []
      : [colors.green(`Acknowledged until ${acknowledgement.expires}: ${acknowledgement.reason}`)]),
    ...(showsAll && group.objects.length > 1 ? group.objects.slice(1).map((object) => `also ${object}`) : []),
  ];
  return [
    `${label}${colors.bold(onOneLine(describeObjects(group)))}${rule}`,
    ...lines.map((line) => `    ${onOneLine(line)}`),
  ].join('\n');
}

/** Undefined for an object as a whole: the sentence says that it is new, or gone. */
function describeChange({ field, before, after }: ShownChange): string | undefined {
  if (field === '') return undefined;
  if (before === undefined) return `${field}: new, ${after}`;
  if (after === undefined) return `${field}: gone, was ${before}`;
  return `${field}: ${before} → ${after}`;
}

function notes(report: Report): readonly string[] {
  const all = notesOf(report);
  return all.length === 0 ? [] : [all.map((note) => `Note: ${onOneLine(note)}`).join('\n')];
}

function failure(report: Report): readonly string[] {
  const failures = failuresOf(report);
  const [first] = failures;
  if (first === undefined) return [];
  return [
    `${describeFailures(failures)} this change (${report.failOn.join(', ')}). If it is meant, say so in ${ACKNOWLEDGEMENTS_FILE}:

  - object: ${first.object.includes(': ') ? JSON.stringify(first.object) : first.object}
    class: ${first.class}
    reason: <why it is meant>
    expires: "<the last day on which this holds, YYYY-MM-DD>"`,
  ];
}

/** What a manifest holds must not look like a line of the report. */
function onOneLine(text: string): string {
  return text.replaceAll('\n', '\ufffd');
}

/** Nor must it move the cursor. */
function withoutControls(text: string, { hasColors }: TerminalOptions): string {
  return text.replace(/\p{Cc}/gu, (control) =>
    control === '\n' || (hasColors && control === '\u001b') ? control : '\ufffd',
  );
}
