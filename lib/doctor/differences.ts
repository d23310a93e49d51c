import { isDeepStrictEqual } from 'node:util';
import { excerpt } from './objects.ts';

/** A field that the cluster has otherwise than it is rendered. */
export interface Difference {
  /** `spec.template.spec.containers[0].image` */
  readonly field: string;
  readonly rendered: unknown;

  /** Undefined: it is not there. */
  readonly live: unknown;
}

/** Every rendered field that differs. What an API server adds to an object is no difference. */
export function differences(rendered: unknown, live: unknown, field = ''): readonly Difference[] {
  if (isDeepStrictEqual(rendered, live)) return [];
  if (Array.isArray(rendered) && Array.isArray(live) && rendered.length === live.length) {
    return rendered.flatMap((item, index) => differences(item, live[index], `${field}[${index}]`));
  }
  // Of a variable the name says whether its value is a secret.
  if (isMap(rendered) && isMap(live) && !isSecretVariable(rendered) && !isSecretVariable(live)) {
    return Object.entries(rendered).flatMap(([key, value]) =>
      differences(value, live[key], field === '' ? key : `${field}.${key}`),
    );
  }
  return isEmpty(rendered) && live === undefined ? [] : [{ field, rendered, live }];
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The API server leaves out what is empty. */
function isEmpty(value: unknown): boolean {
  return value === '' || value === null || (typeof value === 'object' && Object.keys(value ?? {}).length === 0);
}

/** At most this many: a summary is read, a list is not. */
const NAMED_FIELDS = 4;

/** What differs, as a sentence begins it: the first few fields, and how many more. */
export function describeDifferences(found: readonly Difference[]): string {
  const named = found.slice(0, NAMED_FIELDS).map(({ field, rendered, live }) => {
    return live === undefined
      ? `${field} is missing`
      : `${field} is ${show(field, live)} instead of ${show(field, rendered)}`;
  });
  const hidden = found.length - named.length;
  return [...named, ...(hidden > 0 ? [`${hidden} more fields differ`] : [])].join('; ');
}

function show(field: string, value: unknown): string {
  const shown = hideSecretFields(field, value);
  return excerpt(JSON.stringify(shown, hideSecretFields) ?? 'absent', 80);
}

/** `NB_SETUP_KEY`, `NETBIRD_API_TOKEN`, `password`; not the name of a Secret, nor that of a key in it. */
const SECRET_NAME = /(password|passphrase|credentials?|secret|token|(setup|private|preshared|api|access)_?key)$/i;

function isSecretVariable(value: unknown): boolean {
  const { name, value: content } = Object(value);
  return typeof name === 'string' && SECRET_NAME.test(name) && content !== undefined;
}

/** Replaces values for JSON.stringify. */
function hideSecretFields(name: string, value: unknown): unknown {
  if (isSecretVariable(value)) return { ...Object(value), value: '(hidden)' };
  return SECRET_NAME.test(name) && typeof value === 'string' ? '(hidden)' : value;
}
