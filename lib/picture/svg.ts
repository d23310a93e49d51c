import { type Attributes, type Graph, instance, type Node } from '@viz-js/viz';
import type { Arrow, Box, Diagram, Group } from './diagram.ts';
import { labelLines, printable } from './label-text.ts';

/**
 * The diagram as an SVG that stands alone or inside HTML, light and dark as the reader prefers. Laid out by Graphviz:
 * the same bytes everywhere.
 */
export async function svgOf(diagram: Diagram): Promise<string> {
  const graphviz = await instance();
  return accessible(graphviz.renderString(graphOf(diagram), { format: 'svg' }), diagram);
}

/** Graphviz knows the widths of these letters; the style names fonts of the same widths. */
const FONT = { fontname: 'Arial', fontsize: 12 };

function graphOf({ groups, boxes, arrows }: Diagram): Graph {
  return {
    directed: true,
    graphAttributes: { rankdir: 'TB', bgcolor: 'transparent', nodesep: 0.35, ranksep: 0.4, pad: 0.05, ...FONT },
    nodeAttributes: { shape: 'box', style: 'filled', margin: '0.16,0.08', ...FONT },
    edgeAttributes: { ...FONT, fontsize: 11, arrowsize: 0.8 },
    nodes: boxes.map(nodeOf),
    edges: arrows.map((arrow) => ({
      tail: arrow.from,
      head: arrow.to,
      attributes: { class: arrow.kind, ...edge(arrow) },
    })),
    subgraphs: groups.map((group: Group) => ({
      name: `cluster_${group.id}`,
      graphAttributes: { style: 'rounded', margin: 12 },
      nodes: group.boxes.map(nodeOf),
      // A label of the cluster would lie below the arrows; a node has a place of its own.
      subgraphs: [
        {
          graphAttributes: { rank: 'same' },
          nodes: [
            {
              name: `title_${group.id}`,
              attributes: { class: 'title', shape: 'plaintext', style: '', label: escaped(group.lines) },
            },
            ...group.boxes.slice(0, 1).map(({ id }) => ({ name: id })),
          ],
        },
      ],
    })),
  };
}

const SHAPES: Readonly<Record<Box['kind'], Attributes>> = {
  mesh: { style: 'filled,rounded' },
  interface: {},
  guard: { shape: 'octagon', margin: '0.02,0.02' },
  network: { style: 'filled,rounded' },
  routes: { shape: 'note' },
  secret: { shape: 'note' },
  volume: { shape: 'cylinder' },
};

function nodeOf({ id, kind, lines }: Box): Node {
  return { name: id, attributes: { class: kind, label: escaped(lines), ...SHAPES[kind] } };
}

const EDGES: Readonly<Record<Arrow['kind'], Attributes>> = {
  tunnel: { penwidth: 2.5 },
  forward: { penwidth: 1.5 },
  supply: { style: 'dashed' },
  pin: { style: 'dashed' },
  'keep-out': { style: 'dashed', arrowhead: 'tee' },
};

function edge({ kind, label }: Arrow): Attributes {
  return { ...EDGES[kind], ...(label === undefined ? {} : { label: escaped([`  ${label}  `]) }) };
}

/** Graphviz reads backslashes and entities of HTML in labels. */
function escaped(lines: readonly string[]): string {
  return labelLines(lines)
    .map((line) => line.replaceAll('&', '&amp;').replaceAll('\\', '\\\\'))
    .join('\n');
}

/** Colours of both schemes; text on its ground has a contrast of more than 7 to 1. */
const STYLE = `
.data-path{max-width:100%;height:auto;--ink:#1f2328;--line:#57606a;--ground:#f6f8fa;--node:#8c959f;--accent:#0550ae;--alert:#a40e26;--halo:#ffffff}
@media (prefers-color-scheme:dark){.data-path{--ink:#f0f6fc;--line:#9ea7b3;--ground:#212830;--node:#656c76;--accent:#79c0ff;--alert:#ffa198;--halo:#0d1117}}
.data-path text{fill:var(--ink);stroke:none;font-family:Arial,Helvetica,'Liberation Sans',Arimo,sans-serif}
.data-path .node :is(path,polygon,polyline,ellipse){fill:var(--ground);stroke:var(--line)}
.data-path .cluster :is(path,polygon){fill:none;stroke:var(--node)}
.data-path .edge text{paint-order:stroke;stroke:var(--halo);stroke-width:4px;stroke-linejoin:round}
.data-path .title polygon{fill:none;stroke:none}
.data-path .edge path{stroke:var(--line)}
.data-path .edge :is(polygon,polyline){fill:var(--line);stroke:var(--line)}
.data-path .tunnel :is(path,polygon){stroke:var(--accent)}
.data-path .tunnel polygon{fill:var(--accent)}
.data-path .keep-out :is(path,polygon,polyline){stroke:var(--alert)}
.data-path .keep-out polygon{fill:var(--alert)}
.data-path .keep-out text{fill:var(--alert)}
`;

/** Gives the whole a title and a description, in place of Graphviz's names for each part of it. */
function accessible(svg: string, diagram: Diagram): string {
  const body = svg
    .slice(svg.indexOf('<svg'))
    .replaceAll(/<!--.*?-->\n?/gs, '')
    .replaceAll(/<title>.*?<\/title>\n?/gs, '')
    .replaceAll(/ id="[^"]*"/g, '')
    .replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', '')
    .replaceAll(' xml:space="preserve"', '');
  const head = `<title>${xml(diagram.title)}</title>\n<desc>${xml(describe(diagram))}</desc>\n<style>${STYLE}</style>\n`;
  return body
    .replace('<svg', '<svg class="data-path" role="graphics-document document"')
    .replace(/(<svg[^>]*>\n)/, (open) => `${open}${head}`)
    .trimEnd();
}

/** Every arrow as a sentence. */
function describe({ groups, boxes, arrows }: Diagram): string {
  const inGroups = groups.flatMap(({ lines, boxes: own }) =>
    own.map((box) => [box.id, `${box.lines[0]} on ${lines.join(' ')}`] as const),
  );
  const names = new Map([...inGroups, ...boxes.map(({ id, lines }) => [id, lines[0]] as const)]);
  return arrows.map((arrow) => `${names.get(arrow.from)} ${verb(arrow)} ${names.get(arrow.to)}.`).join(' ');
}

function verb({ kind, label }: Arrow): string {
  switch (kind) {
    case 'tunnel':
      return `leads by ${label} to`;
    case 'forward':
      return 'leads to';
    case 'supply':
      return `gives ${label} to`;
    case 'pin':
      return 'may use';
    case 'keep-out':
      return 'is kept out of';
  }
}

function xml(text: string): string {
  return printable(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
