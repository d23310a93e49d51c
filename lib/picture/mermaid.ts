import type { Arrow, Box, Diagram } from './diagram.ts';
import { labelLines, printable } from './label-text.ts';

/** The diagram as a flowchart of Mermaid, which GitHub, GitLab and Forgejo draw. */
export function mermaidOf({ title, groups, boxes, arrows }: Diagram): string {
  return [
    // Labels are short already: lines of theirs need not be broken.
    '%%{init: {"flowchart": {"wrappingWidth": 400}}}%%',
    'flowchart TB',
    `  accTitle: ${plain(title)}`,
    // Mermaid gives the label of a subgraph the place of one line.
    ...groups.flatMap((group) => [
      `  subgraph ${group.id}["${readable(printable(group.lines.join(', ')))}"]`,
      ...group.boxes.map((box) => `    ${shape(box)}`),
      '  end',
    ]),
    ...boxes.map((box) => `  ${shape(box)}`),
    ...arrows.map((arrow) => `  ${link(arrow)}`),
  ].join('\n');
}

const SHAPES: Readonly<Record<Box['kind'], readonly [string, string]>> = {
  mesh: ['(', ')'],
  interface: ['[', ']'],
  guard: ['{{', '}}'],
  network: ['(', ')'],
  routes: ['[', ']'],
  secret: ['[', ']'],
  volume: ['[(', ')]'],
};

function shape({ id, kind, lines }: Box): string {
  const [open, close] = SHAPES[kind];
  return `${id}${open}${quoted(lines)}${close}`;
}

const LINKS: Readonly<Record<Arrow['kind'], readonly [string, string]>> = {
  tunnel: ['==', '==>'],
  forward: ['--', '-->'],
  supply: ['-.', '.->'],
  pin: ['-.', '.->'],
  'keep-out': ['-.', '.-x'],
};

function link({ from, to, kind, label }: Arrow): string {
  const [start, end] = LINKS[kind];
  // Without a label a dotted link has one more hyphen.
  if (label === undefined) return `${from} ${end.startsWith('.') ? `-${end}` : end} ${to}`;
  return `${from} ${start} ${quoted([label])} ${end} ${to}`;
}

function quoted(lines: readonly string[]): string {
  return `"${labelLines(lines).map(readable).join('<br>')}"`;
}

/** Mermaid reads Markdown, HTML and its own `#code;` inside quotes; so does whoever embeds it in Markdown. */
function readable(text: string): string {
  return text
    .replace(/[#"'<>&`*~\\[\]{}|;$]/g, codeOf)
    .replace(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, codeOf)
    .replace(/^(\d+)\.(?=\s)/, (_, digits) => `${digits}#46;`)
    .replace(/^([-+])(?=\s)/, codeOf);
}

function codeOf(character: string): string {
  return `#${character.codePointAt(0)};`;
}

/** Up to the end of the line; only a semicolon or a number sign would end it before. */
function plain(text: string): string {
  return printable(text).replace(/[#;{}]/g, ' ');
}
