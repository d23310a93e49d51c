import { ACKNOWLEDGEMENTS_FILE } from '../acknowledgements.ts';
import { type ChangeClass, CLASS_MEANINGS } from '../change-class.ts';
import { type ObjectChange, objectOf } from '../compare/compare-sites.ts';
import type { ShownChange } from '../shown-value.ts';
import { describeSiteObject } from '../site-object.ts';
import { HTML_STYLE } from './html-style.ts';
import { htmlText } from './html-text.ts';
import {
  countOf,
  describeCounts,
  describeFailures,
  type FindingGroup,
  failuresOf,
  groupsByClass,
  notesOf,
  type Report,
} from './report.ts';
import type { ReportPicture } from './report-pictures.ts';
import { sideBySide } from './side-by-side.ts';

/** A page of more objects than these is not read, and slow. */
const MOST_OBJECTS = 200;
const MOST_GROUPS = 200;
const MOST_CHANGES = 50;
const MOST_NAMES = 50;

/** One page that needs nothing else: no script, no network. */
export function htmlReport(report: Report, pictures: readonly ReportPicture[]): string {
  const groups = [...groupsByClass(report)];
  const { changes } = report.review.comparison;
  const shown = bySeverity(changes, groups).slice(0, MOST_OBJECTS);
  const ids = new Map(shown.map((change, index) => [describeSiteObject(objectOf(change)), `object-${index + 1}`]));
  const title = groups.length === 0 ? 'Nothing changes' : 'What this change does';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>Review: ${title}</title>
<style>${HTML_STYLE}</style>
</head>
<body>
<a class="skip" href="#findings">To the findings</a>
<header>
<h1>${title}</h1>
<p class="quiet">Compared with ${htmlText(report.base)}: ${describeCounts(report)}.</p>
${verdict(report)}
${notesOf(report)
  .map((note) => `<p class="note">${htmlText(note)}</p>`)
  .join('\n')}
${kept(report.review.kept)}
</header>
<main>
${classList(groups)}
<div id="findings">
${groups.map(([name, found]) => section(name, found, ids)).join('\n')}
</div>
${pictures.map(figure).join('\n')}
${objects(shown, changes.length, ids)}
</main>
</body>
</html>`;
}

/** The objects of the gravest findings first. */
function bySeverity(
  changes: readonly ObjectChange[],
  groups: readonly (readonly [ChangeClass, readonly FindingGroup[]])[],
): readonly ObjectChange[] {
  const names = groups.flatMap(([, found]) => found.flatMap((group) => group.objects));
  const rank = new Map([...new Set(names)].map((name, index) => [name, index]));
  const rankOf = (change: ObjectChange) => rank.get(describeSiteObject(objectOf(change))) ?? names.length;
  return changes.toSorted((a, b) => rankOf(a) - rankOf(b));
}

function verdict(report: Report): string {
  const failures = failuresOf(report);
  if (failures.length === 0) return '<p class="verdict">Nothing stops this change.</p>';
  return `<p class="verdict stops"><b>${describeFailures(failures)} this change</b> (${report.failOn.join(', ')}). If it is meant, acknowledge it in <code>${ACKNOWLEDGEMENTS_FILE}</code>.</p>`;
}

function kept(peers: readonly string[]): string {
  if (peers.length === 0) return '';
  const lines = peers.slice(0, MOST_NAMES).map((peer) => `<li>${htmlText(peer)}</li>`);
  const more = peers.length > MOST_NAMES ? [`<li>and ${peers.length - MOST_NAMES} more</li>`] : [];
  return `<p>Identity kept:</p>\n<ul>\n${[...lines, ...more].join('\n')}\n</ul>`;
}

function classList(groups: readonly (readonly [ChangeClass, readonly FindingGroup[]])[]): string {
  if (groups.length === 0) return '';
  const items = groups.map(
    ([name, found]) =>
      `<li><a href="#${name}"><b class="${name}"><span>${name}</span> ${countOf(found)}</b><span>${CLASS_MEANINGS[name]}</span></a></li>`,
  );
  return `<nav aria-label="Classes">\n<ul class="classes">\n${items.join('\n')}\n</ul>\n</nav>`;
}

function section(name: ChangeClass, groups: readonly FindingGroup[], ids: ReadonlyMap<string, string>): string {
  const visible = groups.slice(0, MOST_GROUPS);
  const hidden = countOf(groups) - countOf(visible);
  const more = hidden > 0 ? `\n<p>${hidden} more are not shown: npm run review -- --all</p>` : '';
  return `<section aria-labelledby="${name}">
<h2 id="${name}" class="${name}">${name}</h2>
<p class="quiet">${CLASS_MEANINGS[name]}</p>
${visible.map((group) => details(group, name, ids)).join('\n')}${more}
</section>`;
}

function details(group: FindingGroup, name: ChangeClass, ids: ReadonlyMap<string, string>): string {
  const { finding, acknowledgement, objects: names } = group;
  const isOpen = name !== 'routine' && acknowledgement === undefined;
  const [first = '', ...others] = names;
  const parts = [
    `<p>${htmlText(finding.consequence)}</p>`,
    finding.remedy === '' ? '' : `<p class="todo">${htmlText(finding.remedy)}</p>`,
    finding.command === undefined ? '' : `<pre><code>${htmlText(finding.command)}</code></pre>`,
    finding.reason === undefined ? '' : `<p class="quiet">${htmlText(`${finding.reason} (${finding.source})`)}</p>`,
    finding.runbook === undefined ? '' : `<p>Runbook: <code>${finding.runbook}</code></p>`,
    acknowledgement === undefined
      ? ''
      : `<p class="acknowledged">Acknowledged until ${acknowledgement.expires}: ${htmlText(acknowledgement.reason)}</p>`,
    changeTable(finding.changes),
    others.length === 0
      ? ''
      : `<p>Likewise: ${others
          .slice(0, MOST_NAMES)
          .map((other) => link(other, ids))
          .join(', ')}${others.length > MOST_NAMES ? ` and ${others.length - MOST_NAMES} more` : ''}</p>`,
    ids.has(first) ? `<p><a href="#${ids.get(first)}">Its manifest, before and after</a></p>` : '',
  ];
  const count = others.length === 0 ? '' : ` and ${others.length} more`;
  const rule = finding.rule === undefined ? '' : ` <span class="rule">${finding.rule}</span>`;
  return `<details class="finding"${isOpen ? ' open' : ''}>
<summary><b>${htmlText(first)}${count}</b>${rule}</summary>
<div>
${parts.filter((part) => part !== '').join('\n')}
</div>
</details>`;
}

function link(name: string, ids: ReadonlyMap<string, string>): string {
  const id = ids.get(name);
  return id === undefined ? htmlText(name) : `<a href="#${id}">${htmlText(name)}</a>`;
}

function changeTable(changes: readonly ShownChange[]): string {
  const fields = changes.filter(({ field }) => field !== '');
  if (fields.length === 0) return '';
  const rows = fields
    .slice(0, MOST_CHANGES)
    .map(
      ({ field, before, after }) =>
        `<tr><td><code>${htmlText(field)}</code></td>${cell('before', before)}${cell('after', after)}</tr>`,
    );
  const more = fields.length > MOST_CHANGES ? `<p>and ${fields.length - MOST_CHANGES} more fields</p>` : '';
  return `<table>
<thead><tr><th scope="col">field</th><th scope="col">before</th><th scope="col">after</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>${more}`;
}

function cell(label: string, value: string | undefined): string {
  return value === undefined ? '<td></td>' : `<td data-label="${label}"><code>${htmlText(value)}</code></td>`;
}

function figure({ cluster, svg }: ReportPicture): string {
  const title = cluster === undefined ? 'The data path after it' : `The data path of ${htmlText(cluster)} after it`;
  const picture =
    svg === undefined
      ? `<p>It has too many routing peers for this page: <code>${htmlText(drawing(cluster))}</code></p>`
      : `<figure class="picture" tabindex="0">${svg}</figure>`;
  return `<section>\n<h2>${title}</h2>\n${picture}\n</section>`;
}

function drawing(cluster: string | undefined): string {
  return `npm run picture -- --output ${cluster ?? 'site'}.svg${cluster === undefined ? '' : ` --cluster ${cluster}`}`;
}

function objects(shown: readonly ObjectChange[], all: number, ids: ReadonlyMap<string, string>): string {
  if (shown.length === 0) return '';
  const blocks = shown.map((change) => sideBySide(change, ids.get(describeSiteObject(objectOf(change))) ?? ''));
  const more = all > shown.length ? [`<p>${all - shown.length} more objects are not shown.</p>`] : [];
  return `<section aria-labelledby="objects">\n<h2 id="objects">Objects, before and after</h2>\n${[...blocks, ...more].join('\n')}\n</section>`;
}
