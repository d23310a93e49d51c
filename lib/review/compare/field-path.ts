/**
 * Where a value stands in an object: names of members, and for entries of lists what the entry is known by, in brackets:
 * `['spec', 'containers', '[netbird]', 'image']`. `[]` is an entry of a list that is a set.
 */
export type FieldPath = readonly string[];

/** A name that is longer is nobody's field. */
const MOST_CHARACTERS = 80;

/** `spec.containers[netbird].image`, on one line and with long names cut; empty for the object as a whole. */
export function describePath(path: FieldPath): string {
  return path
    .map((name) => oneLine(name.length > MOST_CHARACTERS ? `${name.slice(0, MOST_CHARACTERS)}…` : name))
    .map((segment, index) => {
      if (segment.startsWith('[') || segment.startsWith('(')) return segment;
      if (!/^[\w-]+$/.test(segment)) return `[${segment}]`;
      return index === 0 ? segment : `.${segment}`;
    })
    .join('');
}

/** What a manifest names must not look like a line of the report. */
export function oneLine(text: string): string {
  return text.replace(/\p{Cc}/gu, '\ufffd');
}

/** Whether a path stands at or below a pattern such as `spec.template.spec.containers.*.image`. */
export function isAtOrBelow(path: FieldPath, pattern: string): boolean {
  const wanted = pattern.split('.');
  return path.length >= wanted.length && agree(path, wanted);
}

/** Whether a change at that path may be one of what the pattern stands for: at, below or above it. */
export function touches(path: FieldPath, pattern: string): boolean {
  return agree(path, pattern.split('.'));
}

/** As {@link touches}, for an annotation, whose name may have dots. */
export function touchesAnnotation(path: FieldPath, annotation: string): boolean {
  return agree(path, ['metadata', 'annotations', annotation]);
}

function agree(path: FieldPath, wanted: readonly string[]): boolean {
  return wanted.every((segment, index) => {
    const found = path[index];
    return found === undefined || segment === '*' || segment === found;
  });
}
