import * as client from '@kubernetes/client-node';
import type { KubernetesObject } from '../../lib/output/manifest.ts';
import { type Finding, unknownField } from './finding.ts';

/** A class of the official client: the fields of one schema, each with the name of its type. */
interface Schema {
  readonly attributeTypeMap?: readonly { readonly baseName: string; readonly type: string }[];
}

const schemas = client as unknown as Readonly<Record<string, Schema>>;

/** The fields of an object that its schema does not have. The API server drops them, or refuses the object. */
export function unknownFields(object: KubernetesObject): readonly Finding[] {
  const version = object.apiVersion.split('/').at(-1) ?? '';
  const type = `${version[0]?.toUpperCase()}${version.slice(1)}${object.kind}`;
  if (schemas[type] === undefined) return [{ path: ['kind'], reason: `The client knows no ${type}.` }];
  return below(type, object, []);
}

function below(type: string, value: unknown, path: readonly string[]): readonly Finding[] {
  if (typeof value !== 'object' || value === null) return [];
  const [, element] = /^Array<(.*)>$/.exec(type) ?? /^\{ \[key: string\]: (.*); \}$/.exec(type) ?? [];
  const fields = schemas[type]?.attributeTypeMap;
  return Object.entries(value).flatMap(([name, member]) => {
    if (element !== undefined) return below(element, member, [...path, name]);
    if (fields === undefined) return [];
    const field = fields.find(({ baseName }) => baseName === name);
    return field === undefined ? [unknownField([...path, name])] : below(field.type, member, [...path, name]);
  });
}
