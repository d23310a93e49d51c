import { isRecord, memberAt } from '../cilium/config/record.ts';

/** What stands at the end of a path of fields in an object of any shape, if it is a text. */
export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = memberAt(value, path);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

/** The entries of a list at the end of a path; none where there is no list. */
export function listAt(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = memberAt(value, path);
  return Array.isArray(found) ? found : [];
}

/** The texts of a map at the end of a path, such as labels; what is no text is left out. */
export function textsAt(value: unknown, ...path: readonly string[]): Readonly<Record<string, string>> {
  const found = memberAt(value, path);
  const entries = isRecord(found) ? Object.entries(found) : [];
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
