/** Text that is nothing but text in an HTML document. */
export function htmlText(value: string): string {
  return value.replace(/[&<>"']|(?![\n\t])\p{Cc}/gu, (character) =>
    /\p{Cc}/u.test(character) ? '\ufffd' : `&#${character.codePointAt(0)};`,
  );
}
