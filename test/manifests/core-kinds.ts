import type { ErrorObject } from 'ajv';
import type { KubernetesObject } from '../../lib/output/manifest.ts';
import { type Finding, findingsOf } from './finding.ts';
import { unknownFields } from './unknown-fields.ts';

/**
 * What Kubernetes' own schemas say about an object of one of its own kinds; undefined for kinds that it has not. Of the
 * two packages made of these schemas, one knows types, required fields and enumerations but lets unknown fields pass;
 * the other, the official client, knows the names of all fields.
 */
export async function coreKindFindings(object: KubernetesObject): Promise<readonly Finding[] | undefined> {
  const CoreKind = await importKind(object);
  if (CoreKind === undefined) return undefined;
  return [...schemaFindings(new CoreKind(object)), ...unknownFields(object)];
}

interface Model {
  /** @throws an error with `errors` */
  validate(): void;
}

/** Metadata, which is the same in every kind. */
export async function metadataFindings({ metadata }: KubernetesObject): Promise<readonly Finding[]> {
  return (await coreKindFindings({ apiVersion: 'v1', kind: 'ConfigMap', metadata })) ?? [];
}

async function importKind({ apiVersion, kind }: KubernetesObject) {
  try {
    const module = await import(`kubernetes-models/${apiVersion}/${kind}`);
    return module[kind] as new (
      object: object,
    ) => Model;
  } catch {
    return undefined;
  }
}

function schemaFindings(model: Model): readonly Finding[] {
  try {
    model.validate();
    return [];
  } catch (error) {
    return findingsOf((error as { errors: ErrorObject[] }).errors);
  }
}
