import { isDeepStrictEqual } from 'node:util';

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
  if (isMap(rendered) && isMap(live)) {
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
