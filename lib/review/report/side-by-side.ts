import { stringify } from 'yaml';
import type { UnknownRecord } from '../../output/record.ts';
import { type ObjectChange, objectOf } from '../compare/compare-sites.ts';
import { describeSiteObject, FILE_KIND, type SiteObject } from '../site-object.ts';
import { htmlText } from './html-text.ts';
import { type DiffLine, diffLines } from './line-diff.ts';

/** Unchanged lines that are shown on either side of a change. */
const CONTEXT = 3;

/** The manifests of an object, before and after, in two columns; on a narrow screen, below each other. */
export function sideBySide(change: ObjectChange, id: string): string {
  const lines = diffLines(yamlLines(change.before), yamlLines(change.after));
  const what = change.before === undefined ? 'new' : change.after === undefined ? 'gone' : 'changed';
  return `<details class="object">
<summary><b>${htmlText(describeSiteObject(objectOf(change)))}</b> <span class="what">${what}</span></summary>
<div class="diff" id="${id}" tabindex="0" role="region" aria-label="${htmlText(describeSiteObject(objectOf(change)))}, before and after">
<p class="file">${htmlText(objectOf(change).file)}</p>
${runsOf(lines).map(describeRun).join('\n')}
</div>
</details>`;
}

/** With the keys in one order on both sides: that of the base means nothing. */
function yamlLines(object: SiteObject | undefined): readonly string[] {
  if (object === undefined) return [];
  const manifest = object.kind === FILE_KIND ? object.manifest.document : ordered(object.manifest);
  return stringify(manifest, { sortMapEntries: byName, lineWidth: 0, version: '1.1', aliasDuplicateObjects: false })
    .trimEnd()
    .split('\n');
}

function ordered({ apiVersion, kind, metadata, ...rest }: UnknownRecord): UnknownRecord {
  return { apiVersion, kind, metadata, ...rest };
}

function byName(a: { readonly key: unknown }, b: { readonly key: unknown }): number {
  const [first, second] = [String(a.key), String(b.key)];
  return first < second ? -1 : Number(first > second);
}

interface Run {
  readonly isSame: boolean;
  readonly lines: readonly DiffLine[];
}

/** Changed lines with some around them, and what is between, which is folded. */
function runsOf(lines: readonly DiffLine[]): readonly Run[] {
  const isNear = lines.map(() => false);
  for (const [index, { before, after }] of lines.entries()) {
    if (before !== after) isNear.fill(true, Math.max(0, index - CONTEXT), index + CONTEXT + 1);
  }
  const runs: { isSame: boolean; lines: DiffLine[] }[] = [];
  for (const [index, line] of lines.entries()) {
    const isSame = isNear[index] !== true;
    const last = runs.at(-1);
    if (last?.isSame === isSame) last.lines.push(line);
    else runs.push({ isSame, lines: [line] });
  }
  return runs;
}

function describeRun({ isSame, lines }: Run): string {
  const rows = lines.map(describeLine).join('\n');
  if (!isSame) return `<div class="rows">\n${rows}\n</div>`;
  const count = lines.length === 1 ? '1 line' : `${lines.length} lines`;
  return `<details class="same"><summary>${count} that did not change</summary><div class="rows">\n${rows}\n</div></details>`;
}

function describeLine({ before, after }: DiffLine): string {
  if (before === after)
    return `<code class="both">${text(before)}</code><code class="both second">${text(after)}</code>`;
  return `${side(before, 'old')}${side(after, 'made')}`;
}

function side(line: string | undefined, name: 'old' | 'made'): string {
  if (line === undefined) return '<code class="none"></code>';
  return name === 'old' ? `<del><code>${text(line)}</code></del>` : `<ins><code>${text(line)}</code></ins>`;
}

function text(line: string | undefined): string {
  return line === undefined || line === '' ? '&nbsp;' : htmlText(line);
}
