/** Longer than any expression for the names of interfaces needs to be. */
const MOST_CHARACTERS = 64;

/**
 * Whether a Go regular expression matches somewhere in a text. The engine here is JavaScript's: undefined, which is no
 * answer, for what it reads differently or might need long for.
 */
export function goRegexMatches(expression: string, text: string): boolean | undefined {
  if (expression.length > MOST_CHARACTERS) return undefined;
  // Look-around and back references, which Go does not have.
  if (/\(\?[=!<]|\\[1-9k]/.test(expression)) return undefined;
  // Repeated groups, and many repetitions: Go's engine never backtracks.
  if (/\)[*+{]/.test(expression) || (expression.match(/[*+{]/g) ?? []).length > 4) return undefined;
  try {
    // The flag makes an error of escapes and classes that only Go knows.
    return new RegExp(expression, 'u').test(text);
  } catch {
    return undefined;
  }
}
