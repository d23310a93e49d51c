import { isRecord, textAt, type UnknownRecord } from '../output/record.ts';
import type { Problem } from '../refusal/problem.ts';
import { SETUP_KEY, type SecretForm, secretFormIn, secretProblem } from '../refusal/secret-forms.ts';
import type { Check } from './check.ts';

type Finding = Omit<Problem, 'path'>;

/**
 * What is in the output is in Git for ever: no Secret with content, be it inside of another object, no secret of
 * NetBird as the value of its variable, no setup key or access token as text or as Base64. The value is never shown.
 */
export const noSecretContent: Check = (manifests) =>
  manifests.flatMap(({ path, object }) => secretContent(object, '').map((finding) => ({ path, ...finding })));

function secretContent(value: unknown, field: string, mayBeUuid = false): Finding[] {
  if (typeof value === 'string') return literal(value, field, mayBeUuid);
  if (Array.isArray(value))
    return value.flatMap((entry, index) => secretContent(entry, `${field}[${index}]`, mayBeUuid));
  if (!isRecord(value)) return [];
  return [
    ...dataOfSecret(value, field),
    ...literalVariables(value, field),
    ...Object.entries(value).flatMap(([name, member]) => [
      ...literal(name, memberOf(field, '…'), mayBeUuid),
      ...secretContent(
        member,
        memberOf(field, shownName(name)),
        mayBeUuid || (isRecord(member) && MAY_BE_UUIDS.has(name)),
      ),
    ]),
  ];
}

/** Nothing that this project renders has the form of a secret, but the label of a node may be a UUID. */
const MAY_BE_UUIDS = new Set(['nodeSelector', 'labels']);

function literal(text: string, field: string, mayBeUuid: boolean): Finding[] {
  const form = secretIn(text);
  return form === undefined || (mayBeUuid && form === SETUP_KEY) ? [] : [{ field, ...secretProblem(form) }];
}

function shownName(name: string): string {
  return secretFormIn(name) === undefined ? name : '…';
}

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
      return text !== '' && !text.startsWith('$(') && secretIn(text) === undefined;
    })
    .map((name) => ({
      field: memberOf(field, name),
      reason: 'The value of this variable is a secret, and would be in Git for ever.',
      remedy: 'Take it from a Secret, by valueFrom, and revoke it if it was committed.',
    }));
}

/** What is in Base64 is as readable as what is not. Where in a run of its letters it begins is not known. */
function secretIn(text: string): SecretForm | undefined {
  const runs = text.replaceAll(/\s*\n\s*/g, '').match(/[A-Za-z0-9+/]{32,}/g) ?? [];
  const decoded = runs.flatMap((run) =>
    [0, 1, 2, 3].map((start) => Buffer.from(run.slice(start), 'base64').toString('latin1')),
  );
  return secretFormIn([text, ...decoded].join('\n'));
}

function memberOf(field: string, name: string): string {
  return field === '' ? name : `${field}.${name}`;
}
