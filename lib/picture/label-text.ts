/** Longer ones would make a picture too wide to read. */
const LONGEST = 48;

/** The lines of a label as they are drawn: one that is too long is broken, and what is too long for two is cut. */
export function labelLines(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => {
    const characters = [...printable(line)];
    if (characters.length <= LONGEST) return [characters.join('')];
    const start = characters.slice(0, LONGEST).join('');
    const [first] = /^.{24,} /u.exec(start) ?? /^.{24,}[^\p{L}\p{N}]/u.exec(start) ?? [start];
    const rest = characters.slice([...first].length);
    return [first, rest.length <= LONGEST ? rest.join('') : `${rest.slice(0, LONGEST - 1).join('')}…`];
  });
}

/** A text as any document may hold it, on one line: without control characters, halves of characters, and what XML forbids. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}\u2028\u2029\ufffe\uffff]/gu, '\ufffd');
}
