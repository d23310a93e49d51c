import { expect, test } from '@jest/globals';
import { admission } from '../../../lib/doctor/checks/admission.ts';
import { answered, unanswered } from '../../../lib/doctor/cluster/answer.ts';
import { known, site } from '../../support/examination.ts';

function rendered(kind: string) {
  const found = site.objects.find(
    (object) => object.kind === kind && object.metadata.name === 'netbird-device-guard-config-map',
  );
  if (found === undefined) throw new Error(`The site has no ${kind}.`);
  return structuredClone(found) as typeof found & { spec: Record<string, unknown> };
}

const policy = rendered('ValidatingAdmissionPolicy');
const binding = rendered('ValidatingAdmissionPolicyBinding');
const missing = unanswered('not-found', 'There is none.');
const { name } = policy.metadata;

function judge(object: typeof policy, live: ReturnType<typeof answered> | typeof missing) {
  const objects = [{ rendered: object, live }] as Parameters<typeof admission.judge>[0]['objects'];
  return admission.judge({ objects }, known).findings;
}

const changed = (object: typeof policy, spec: object) =>
  judge(object, answered({ ...object, spec: { ...object.spec, ...spec } }));

test('policies and bindings as they are rendered are well', () => {
  expect([policy, binding].flatMap((object) => judge(object, answered(object)))).toEqual([]);
});

test.each<[string, ReturnType<typeof judge>, string, string]>([
  ['is not there', judge(policy, missing), `ValidatingAdmissionPolicy ${name} is missing`, 'would pass'],
  [
    'has no binding',
    judge(binding, missing),
    `the policy ${name} is not bound`,
    'A policy without a binding acts on nothing',
  ],
  [
    'is bound to write down only',
    changed(binding, { validationActions: ['Audit'] }),
    `the policy ${name} denies nothing`,
    'passes',
  ],
  [
    'is bound to warn and write down',
    changed(binding, { validationActions: ['Audit', 'Warn'] }),
    `the policy ${name} denies nothing`,
    'passes',
  ],
  [
    'lets pass what it cannot judge',
    changed(policy, { failurePolicy: 'Ignore' }),
    `the policy ${name} lets pass what it cannot judge`,
    'spec.failurePolicy is "Ignore" instead of "Fail"',
  ],
  [
    'has other expressions',
    changed(policy, { validations: [] }),
    `ValidatingAdmissionPolicy ${name} differs from dist/`,
    'It judges otherwise than the site wants.',
  ],
])('a policy that %s', (_, findings, what, cause) => {
  expect(findings).toEqual([
    expect.objectContaining({ severity: 'problem', what, cause: expect.stringContaining(cause) }),
  ]);
});

test('another label changes nothing of what it judges', () => {
  const labels = { ...policy.metadata.labels, 'app.kubernetes.io/part-of': 'other' };
  const findings = judge(policy, answered({ ...policy, metadata: { ...policy.metadata, labels } }));
  expect(findings).toMatchObject([{ severity: 'warning', cause: expect.stringContaining('It judges as before.') }]);
});
