/** Longer ones would make a picture too wide to read. */
const LONGEST = 48;

/** A line of a label as it is drawn. */
export function labelText(line: string): string {
  const characters = [...printable(line)];
  return characters.length <= LONGEST ? characters.join('') : `${characters.slice(0, LONGEST - 1).join('')}…`;
}

/** A text as any document may hold it, on one line: without control characters, halves of characters, and what XML forbids. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}\u2028\u2029\ufffe\uffff]/gu, '\ufffd');
}
