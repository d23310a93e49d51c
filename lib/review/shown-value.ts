const MOST_CHARACTERS = 100;

/** Both sides of a change as they are shown: shortened to where they differ. An absent one is undefined. */
export interface ShownChange {
  /** `spec.replicas`; empty for the object as a whole. */
  readonly field: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Two values, each on one line, cut where they are long and equal. */
export function shownPair(before: unknown, after: unknown): Pick<ShownChange, 'before' | 'after'> {
  const [old, made] = [shownValue(before), shownValue(after)];
  if (old === undefined || made === undefined || Math.max(old.length, made.length) <= MOST_CHARACTERS) {
    return { before: cut(old, 0), after: cut(made, 0) };
  }
  let same = 0;
  while (same < old.length && old[same] === made[same]) same += 1;
  const start = same > 30 ? same - 20 : 0;
  return { before: cut(old, start), after: cut(made, start) };
}

/** A text as it is, unless it has more than one line or would not be seen. */
function shownValue(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const isPlain = typeof value === 'string' && value !== '' && value.trim() === value && !/\p{Cc}/u.test(value);
  return isPlain ? value : JSON.stringify(value);
}

function cut(text: string | undefined, start: number): string | undefined {
  if (text === undefined) return undefined;
  const rest = text.slice(start);
  const end = rest.length > MOST_CHARACTERS ? `${rest.slice(0, MOST_CHARACTERS - 1)}…` : rest;
  return start > 0 ? `…${end}` : end;
}
