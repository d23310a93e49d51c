/** A line of one side, of the other, or of both. */
export interface DiffLine {
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** More than this many pairs of lines are not compared with each other: the middle of both is then shown as a whole. */
const MOST_PAIRS = 1_000_000;

/** The lines of two texts side by side: the same ones, in order, next to each other. */
export function diffLines(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let tail = 0;
  const most = Math.min(before.length, after.length) - start;
  while (tail < most && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  const same = (line: string) => ({ before: line, after: line });
  return [
    ...before.slice(0, start).map(same),
    ...diffMiddle(before.slice(start, before.length - tail), after.slice(start, after.length - tail)),
    ...before.slice(before.length - tail).map(same),
  ];
}

/** By the longest common subsequence. */
function diffMiddle(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  if (before.length * after.length > MOST_PAIRS) return pairUp(before, after);
  const width = after.length + 1;
  const lengths = new Uint32Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      const [below, right, diagonal] = [(i + 1) * width + j, i * width + j + 1, (i + 1) * width + j + 1];
      lengths[i * width + j] =
        before[i] === after[j] ? (lengths[diagonal] ?? 0) + 1 : Math.max(lengths[below] ?? 0, lengths[right] ?? 0);
    }
  }
  const lines: DiffLine[] = [];
  let removed: string[] = [];
  let added: string[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [old, made] = [before[i], after[j]];
    if (i < before.length && j < after.length && old === made) {
      lines.push(...pairUp(removed, added), { before: old, after: made });
      [removed, added] = [[], []];
      i += 1;
      j += 1;
    } else if (
      j >= after.length ||
      (i < before.length && (lengths[(i + 1) * width + j] ?? 0) >= (lengths[i * width + j + 1] ?? 0))
    ) {
      removed.push(old ?? '');
      i += 1;
    } else {
      added.push(made ?? '');
      j += 1;
    }
  }
  return [...lines, ...pairUp(removed, added)];
}

function pairUp(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  return Array.from({ length: Math.max(before.length, after.length) }, (_, index) => ({
    before: before[index],
    after: after[index],
  }));
}
