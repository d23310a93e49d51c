import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { parseAllDocuments } from 'yaml';
import type { KubernetesObject } from '../../lib/output/manifest.ts';
import { root } from '../support/repository.ts';
import { metadataFindings } from './core-kinds.ts';
import { type Finding, findingsOf } from './finding.ts';

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

interface Definition {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly { readonly name: string; readonly schema: { readonly openAPIV3Schema: Schema } }[];
  };
}

/** What our definitions say about a custom resource; undefined for kinds that have none. */
export async function customResourceFindings(object: KubernetesObject): Promise<readonly Finding[] | undefined> {
  const validate = validators.get(`${object.apiVersion} ${object.kind}`);
  if (validate === undefined) return undefined;
  validate(object);
  return [...findingsOf(validate.errors ?? []), ...(await metadataFindings(object))];
}

const validators = new Map(definitions().flatMap(validatorsOf));

function definitions(): Definition[] {
  const folder = join(root, 'imports', 'crds');
  return readdirSync(folder).flatMap((file) =>
    parseAllDocuments(readFileSync(join(folder, file), 'utf8')).map((document) => document.toJS() as Definition),
  );
}

function validatorsOf({ spec }: Definition): [string, ValidateFunction][] {
  const ajv = new Ajv({ allErrors: true, strict: false });
  return spec.versions.map(({ name, schema }) => [
    `${spec.group}/${name} ${spec.names.kind}`,
    ajv.compile(closed(schema.openAPIV3Schema)),
  ]);
}

/** A schema that refuses fields which it does not name, as `kubectl apply --validate=strict` does. */
function closed(schema: Schema): Schema {
  const properties = Object.entries(schema.properties ?? {}).map(([name, member]) => [name, closed(member)]);
  return {
    ...schema,
    ...(schema.items && { items: closed(schema.items) }),
    ...(schema.properties && { properties: Object.fromEntries(properties), additionalProperties: false }),
  };
}
