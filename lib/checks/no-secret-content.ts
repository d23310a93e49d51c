import { describeObject, type KubernetesObject } from '../output/manifest.ts';
import type { Problem } from '../refusal/problem.ts';
import { SETUP_KEY, secretFormIn } from '../refusal/secret-forms.ts';
import type { Check } from './check.ts';

/** What is in the output is in Git for ever: no Secret with content, no setup key and no access token as text. The value is never shown. */
export const noSecretContent: Check = (manifests) =>
  manifests.flatMap(({ path, object }) => [
    ...(object.kind === 'Secret' ? secretData(path, object) : []),
    ...literals(path, object, ''),
  ]);

function secretData(path: string, secret: KubernetesObject): Problem[] {
  return ['data', 'stringData']
    .filter((field) => Object.keys(Object(secret[field])).length > 0)
    .map((field) => ({
      path,
      field,
      reason: `The content of ${describeObject(secret)} would be in Git for ever.`,
      remedy: 'Have the cluster fetch it, for example by SetupKey.fromOpenBao, and revoke it if it was committed.',
    }));
}

/** Nothing that this project renders has the form of one, but a label of a node may be a UUID. */
function literals(path: string, value: unknown, field: string, mayBeUuid = false): Problem[] {
  if (typeof value === 'string') return literal(path, field, decoded(value, field), mayBeUuid);
  return Object.entries(Object(value)).flatMap(([name, member]) => [
    ...literal(path, joinField(field, '…', false), name, mayBeUuid),
    ...literals(path, member, joinField(field, shownName(name), Array.isArray(value)), mayBeUuid || isOfLabels(name)),
  ]);
}

function isOfLabels(name: string): boolean {
  return name === 'nodeSelector' || name === 'labels';
}

function shownName(name: string): string {
  return secretFormIn(name) === undefined ? name : '…';
}

function literal(path: string, field: string, text: string, mayBeUuid: boolean): Problem[] {
  const form = secretFormIn(text);
  if (form === undefined || (mayBeUuid && form === SETUP_KEY)) return [];
  return [
    {
      path,
      field,
      reason: `It has the form of ${form.name}, and would be in Git for ever.`,
      remedy: 'Take it out; if it is one, revoke it in NetBird.',
    },
  ];
}

/** What a ConfigMap has encoded is as readable as what it has not. */
function decoded(text: string, field: string): string {
  return field.startsWith('binaryData.') ? Buffer.from(text, 'base64').toString('latin1') : text;
}

function joinField(field: string, name: string, isIndex: boolean): string {
  if (isIndex) return `${field}[${name}]`;
  return field === '' ? name : `${field}.${name}`;
}
