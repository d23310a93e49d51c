import type { ErrorObject } from 'ajv';

/** What is wrong with a field of an object. */
export interface Finding {
  /** The names on the way to the field; none for the object as a whole. */
  readonly path: readonly string[];

  readonly reason: string;
}

/** What a validator made by ajv says; for a missing or an unknown field, of that field. */
export function findingsOf(errors: readonly ErrorObject[]): readonly Finding[] {
  return errors.map(({ instancePath, keyword, message, params }) => {
    const path = instancePath.split('/').slice(1).map(unescaped);
    switch (keyword) {
      case 'required':
        return { path: [...path, params.missingProperty], reason: 'It is missing.' };
      case 'additionalProperties':
        return unknownField([...path, params.additionalProperty]);
      case 'enum':
        return { path, reason: `It is none of ${params.allowedValues.join(', ')}.` };
      default:
        return { path, reason: `It ${message}.` };
    }
  });
}

export function unknownField(path: readonly string[]): Finding {
  return { path, reason: 'The schema has no such field.' };
}

/** As the elements of a JSON pointer are written. */
function unescaped(name: string): string {
  return name.replaceAll('~1', '/').replaceAll('~0', '~');
}
