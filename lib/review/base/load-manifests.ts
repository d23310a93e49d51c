import {
  boolYaml11Tag,
  FAILSAFE_SCHEMA,
  floatYaml11Tag,
  intYaml11Tag,
  loadAll,
  mergeTag,
  nullYaml11Tag,
  YAMLException,
} from 'js-yaml';

/** YAML 1.1, as kubectl and Argo CD read it: without times, which are texts there. */
const SCHEMA = FAILSAFE_SCHEMA.withTags(nullYaml11Tag, boolYaml11Tag, intYaml11Tag, floatYaml11Tag, mergeTag);

/** As many as a person writes. More of them, nested, make a text that is short and an object that never ends. */
const MOST_ALIASES = 30;

/**
 * The documents of a text, but for empty ones. Refused, unlike in kubectl: a key that is written twice.
 *
 * Not by the library `yaml`, which takes seven times as long: 10,000 objects are read in a second or two.
 *
 * @throws what {@link whyNotLoaded} explains
 */
export function loadManifests(text: string): readonly unknown[] {
  const documents: unknown[] = loadAll(text, { schema: SCHEMA, maxAliases: MOST_ALIASES });
  return documents.filter((document) => document !== null && document !== undefined);
}

/** Why a text could not be read, and where; undefined for an error that has nothing to do with the text. */
export function whyNotLoaded(error: unknown): string | undefined {
  if (error instanceof RangeError) return 'it is nested without end';
  if (!(error instanceof YAMLException)) return undefined;
  const { reason, mark } = error;
  return mark === undefined ? reason : `${reason} (line ${mark.line + 1}, column ${mark.column + 1})`;
}
