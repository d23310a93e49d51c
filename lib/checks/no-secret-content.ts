import { isRecord, textAt, type UnknownRecord } from '../output/record.ts';
import type { Problem } from '../refusal/problem.ts';
import { holdsSetupKey, SETUP_KEY_PROBLEM } from '../refusal/setup-key-form.ts';
import type { Check } from './check.ts';

type Finding = Omit<Problem, 'path'>;

/**
 * What is in the output is in Git for ever: no Secret with content, be it inside of another object, no secret of
 * NetBird as the value of its variable, no setup key as text or as Base64. The value is never shown.
 */
export const noSecretContent: Check = (manifests) =>
  manifests.flatMap(({ path, object }) => secretContent(object, '').map((finding) => ({ path, ...finding })));

function secretContent(value: unknown, field: string): Finding[] {
  if (typeof value === 'string') return isSetupKey(value) ? [{ field, ...SETUP_KEY_PROBLEM }] : [];
  if (Array.isArray(value)) return value.flatMap((entry, index) => secretContent(entry, `${field}[${index}]`));
  if (!isRecord(value)) return [];
  const members = Object.entries(value).filter(([name, member]) => !(isRecord(member) && MAY_BE_A_UUID.has(name)));
  return [
    ...dataOfSecret(value, field),
    ...literalVariables(value, field),
    ...members.flatMap(([name, member]) =>
      holdsSetupKey(name)
        ? [{ field: memberOf(field, '…'), ...SETUP_KEY_PROBLEM }]
        : secretContent(member, memberOf(field, name)),
    ),
  ];
}

/** Nothing that this project renders is a UUID, but a label of a node may be. */
const MAY_BE_A_UUID = new Set(['nodeSelector', 'labels']);

function dataOfSecret(value: UnknownRecord, field: string): Finding[] {
  if (value.kind !== 'Secret') return [];
  return ['data', 'stringData']
    .filter((name) => Object.keys(Object(value[name])).length > 0)
    .map((name) => ({
      field: memberOf(field, name),
      reason: 'The content of a Secret would be in Git for ever.',
      remedy: 'Have the cluster fetch it, for example by SetupKey.fromOpenBao, and revoke it if it was committed.',
    }));
}

/** Variables of NetBird whose value is a secret, of whatever form. */
const SECRET_VARIABLE = /^(NB|NETBIRD)_(\w+_)?(SETUP_KEY|PRESHARED_KEY|TOKEN|PASSWORD|SECRET)$/;

/** As the entry of a list, or as the member of a mapping. */
function literalVariables(value: UnknownRecord, field: string): Finding[] {
  const members = textAt(value, 'name')?.match(SECRET_VARIABLE)
    ? ['value']
    : Object.keys(value).filter((name) => SECRET_VARIABLE.test(name));
  return members
    .filter((name) => {
      const text = textAt(value, name) ?? '';
      return text !== '' && !text.startsWith('$(') && !isSetupKey(text);
    })
    .map((name) => ({
      field: memberOf(field, name),
      reason: 'The value of this variable is a secret, and would be in Git for ever.',
      remedy: 'Take it from a Secret, by valueFrom, and revoke it if it was committed.',
    }));
}

/** What is in Base64 is as readable as what is not. Where in a run of its letters it begins is not known. */
function isSetupKey(text: string): boolean {
  if (holdsSetupKey(text)) return true;
  const runs = text.replaceAll(/\s*\n\s*/g, '').match(/[A-Za-z0-9+/]{48,}/g) ?? [];
  return runs.some((run) =>
    [0, 1, 2, 3].some((start) => holdsSetupKey(Buffer.from(run.slice(start), 'base64').toString('latin1'))),
  );
}

function memberOf(field: string, name: string): string {
  return field === '' ? name : `${field}.${name}`;
}
