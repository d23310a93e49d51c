import { ACKNOWLEDGEMENTS_FILE } from '../acknowledgements.ts';
import { type ChangeClass, CLASS_MEANINGS } from '../change-class.ts';
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

/** GitHub takes 65,536 characters in a comment, and escapes count. */
const MOST_BYTES = 60_000;
const MOST_CHANGES = 20;
const MOST_CHARACTERS = 250;

/** By this a workflow finds its own comment again. */
const MARK = '<!-- cdk8s-netbird review -->';

/** The report for a comment on a pull request. What does not fit is left out at the end, the least grave first, and counted. */
export function markdownReport(report: Report): string {
  const groups = [...groupsByClass(report)];
  const head = [
    MARK,
    `## ${title(groups)}`,
    `Compared with ${short(report.base)}: ${describeCounts(report)}.`,
    ...(groups.length > 0 ? [classTable(groups)] : []),
    ...verdict(report),
    ...notes(report),
    ...kept(report.review.kept),
  ];
  return [...head, ...sections(groups, MOST_BYTES - bytes(head.join('\n\n')) - 300)].join('\n\n');
}

function title(groups: readonly (readonly [ChangeClass, readonly FindingGroup[]])[]): string {
  if (groups.length === 0) return 'Review: nothing changes';
  return `Review: ${groups.map(([name, found]) => `${countOf(found)} ${name}`).join(', ')}`;
}

function classTable(groups: readonly (readonly [ChangeClass, readonly FindingGroup[]])[]): string {
  const rows = groups.map(([name, found]) => `| **${name}** | ${countOf(found)} | ${CLASS_MEANINGS[name]} |`);
  return ['| class | findings | |', '|---|--:|---|', ...rows].join('\n');
}

function verdict(report: Report): readonly string[] {
  const failures = failuresOf(report);
  if (failures.length === 0) return [];
  return [
    `**${describeFailures(failures)} this change.** If it is meant, acknowledge it in \`${ACKNOWLEDGEMENTS_FILE}\`: see docs/review.md.`,
  ];
}

const MOST_PEERS = 10;
const MOST_NOTES = 20;

function kept(peers: readonly string[]): readonly string[] {
  if (peers.length === 0) return [];
  const lines = peers.slice(0, MOST_PEERS).map((peer) => `- ${short(peer)}`);
  const more = peers.length > MOST_PEERS ? [`- and ${peers.length - MOST_PEERS} more`] : [];
  return [['Identity kept:', '', ...lines, ...more].join('\n')];
}

/** As many of them, in their order, as fit. */
function sections(
  groups: readonly (readonly [ChangeClass, readonly FindingGroup[]])[],
  budget: number,
): readonly string[] {
  const parts: string[] = [];
  let left = budget;
  let hidden = 0;
  for (const [name, found] of groups) {
    let heading = [`### ${name}`];
    for (const group of found) {
      const block = [...heading, details(group, name)].join('\n\n');
      left -= hidden > 0 ? 0 : bytes(block) + 2;
      if (left < 0) hidden += group.objects.length;
      else parts.push(block);
      if (left >= 0) heading = [];
    }
  }
  if (hidden === 0) return parts;
  const those = hidden === 1 ? '1 finding does' : `${hidden} findings do`;
  return [
    ...parts,
    `**${those} not fit into this comment**, the least grave. All are shown by \`npm run review -- --all\`.`,
  ];
}

function details(group: FindingGroup, name: ChangeClass): string {
  const { finding, acknowledgement } = group;
  const open = name === 'routine' || acknowledgement !== undefined ? '' : ' open';
  const suffix = acknowledgement === undefined ? '' : ', acknowledged';
  return [
    `<details${open}><summary><b>${text(describeObjects(group))}</b>${finding.rule === undefined ? '' : ` (${finding.rule}${suffix})`}</summary>`,
    text(finding.consequence),
    ...(finding.remedy === '' ? [] : [`**To do:** ${text(finding.remedy)}`]),
    ...(finding.command === undefined ? [] : [`<pre><code>${text(finding.command)}</code></pre>`]),
    ...changeTable(finding.changes),
    ...(finding.runbook === undefined ? [] : [`Runbook: \`${finding.runbook}\``]),
    ...(acknowledgement === undefined
      ? []
      : [`Acknowledged until ${acknowledgement.expires}: ${text(acknowledgement.reason)}`]),
    '</details>',
  ].join('\n\n');
}

function changeTable(changes: readonly ShownChange[]): readonly string[] {
  const fields = changes.filter(({ field }) => field !== '');
  if (fields.length === 0) return [];
  const rows = fields
    .slice(0, MOST_CHANGES)
    .map(({ field, before, after }) => `| ${code(field)} | ${code(before)} | ${code(after)} |`);
  const more = fields.length > MOST_CHANGES ? [`| and ${fields.length - MOST_CHANGES} more | | |`] : [];
  return [['| field | before | after |', '|---|---|---|', ...rows, ...more].join('\n')];
}

function notes(report: Report): readonly string[] {
  const all = notesOf(report);
  if (all.length === 0) return [];
  const hidden = all.length - MOST_NOTES;
  const lines = [...all.slice(0, MOST_NOTES).map(short), ...(hidden > 0 ? [`and ${hidden} more notes`] : [])];
  return [lines.map((line) => `> ${line}`).join('\n>\n')];
}

function code(value: string | undefined): string {
  return value === undefined ? '' : `<code>${text(value)}</code>`;
}

/** Text that is nothing but text, also in a table: characters that mean something to Markdown or HTML become references. */
function text(value: string): string {
  return value.replace(/[&<>"'`*_[\]~|\\@#$!:\p{Cc}]/gu, (character) => `&#${character.codePointAt(0)};`);
}

/** Text of which there is always room for some. */
function short(value: string): string {
  return text(value.length > MOST_CHARACTERS ? `${value.slice(0, MOST_CHARACTERS - 1)}…` : value);
}

function bytes(value: string): number {
  return Buffer.byteLength(value);
}
