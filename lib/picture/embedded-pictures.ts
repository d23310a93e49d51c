import { globSync, readFileSync } from 'node:fs';
import { mermaidOf } from './mermaid.ts';
import type { Picture } from './pictures-of.ts';

/** A document with a place for the pictures of the site. */
export interface IllustratedDocument {
  readonly file: string;
  readonly content: string;
}

const BEGIN = '<!-- picture:begin -->';
const END = '<!-- picture:end -->';

/** What stands between the markers, each on a line of its own. */
const PLACE = new RegExp(`^${BEGIN}(\r?\n)(?:(?!${BEGIN})[^])*?^${END}[ \t]*$`, 'gm');

/** README.md, and the documents below docs/, that have such a place. */
export function illustratedDocuments(): IllustratedDocument[] {
  return [...globSync('README.md'), ...globSync('docs/**/*.md').sort()]
    .map((file) => ({ file, content: readFileSync(file, 'utf8') }))
    .filter(({ content }) => new RegExp(PLACE).test(content));
}

/** Those whose pictures are not these. */
export function outdatedDocuments(pictures: readonly Picture[]): IllustratedDocument[] {
  return illustratedDocuments().filter(({ content }) => illustrate(content, pictures) !== content);
}

/** The document with the pictures in their places; whatever else is in it stays, byte for byte. */
export function illustrate(content: string, pictures: readonly Picture[]): string {
  const text = pictures.map((picture) => chapter(picture)).join('\n\n');
  return content.replace(PLACE, (_, newline: string) => [BEGIN, ...text.split('\n'), END].join(newline));
}

function chapter({ cluster, diagram }: Picture): string {
  const fenced = `\`\`\`mermaid\n${mermaidOf(diagram)}\n\`\`\``;
  return cluster === undefined ? fenced : `**${cluster}**\n\n${fenced}`;
}
