import { describeObject, type KubernetesObject } from '../output/manifest.ts';
import type { Problem } from '../refusal/problem.ts';
import { holdsSetupKey } from '../refusal/setup-key-form.ts';
import type { Check } from './check.ts';

/** What is in the output is in Git for ever: no Secret with content, no setup key as text. The value is never shown. */
export const noSecretContent: Check = (manifests) =>
  manifests.flatMap(({ path, object }) => [
    ...(object.kind === 'Secret' ? secretData(path, object) : []),
    ...literalSetupKeys(path, object, ''),
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

/** Setup keys are UUIDs. Nothing that this project renders is one, but a label of a node may be. */
function literalSetupKeys(path: string, value: unknown, field: string): Problem[] {
  if (typeof value === 'string') return isSetupKey(value, field) ? [literal(path, field)] : [];
  return Object.entries(Object(value))
    .filter(([name]) => name !== 'nodeSelector' && name !== 'labels')
    .flatMap(([name, member]) =>
      holdsSetupKey(name)
        ? [literal(path, joinField(field, '…', false))]
        : literalSetupKeys(path, member, joinField(field, name, Array.isArray(value))),
    );
}

function literal(path: string, field: string): Problem {
  return {
    path,
    field,
    reason: 'It has the form of a setup key (a UUID), and would be in Git for ever.',
    remedy: 'Take it out; if it is a key, revoke it in NetBird.',
  };
}

/** What a ConfigMap has encoded is as readable as what it has not. */
function isSetupKey(text: string, field: string): boolean {
  const isEncoded = field.startsWith('binaryData.');
  return holdsSetupKey(isEncoded ? Buffer.from(text, 'base64').toString('latin1') : text);
}

function joinField(field: string, name: string, isIndex: boolean): string {
  if (isIndex) return `${field}[${name}]`;
  return field === '' ? name : `${field}.${name}`;
}
