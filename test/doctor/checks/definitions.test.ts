import { expect, test } from '@jest/globals';
import { verdictOf } from '../../../lib/doctor/check.ts';
import { definitions } from '../../../lib/doctor/checks/definitions.ts';
import { type Answer, answered, unanswered } from '../../../lib/doctor/cluster/answer.ts';
import { answering, forbidden, known } from '../../support/examination.ts';

type Evidence = Parameters<typeof definitions.judge>[0];

const kind = (apiVersion: string, name: string, isServed: Answer<boolean> = answered(false)) => ({
  kind: { apiVersion, kind: name },
  isServed,
});

function judge(evidence: Partial<Evidence>) {
  return definitions.judge({ kinds: [], ...evidence }, known).findings;
}

test('what is served is well; a file of another source needs no driver', () => {
  expect(judge({ kinds: [kind('cilium.io/v2', 'CiliumNodeConfig', answered(true))] })).toEqual([]);
});

test.each<[string, Partial<Evidence>, string, string]>([
  [
    'Cilium',
    { kinds: [kind('cilium.io/v2', 'CiliumNodeConfig')] },
    'does not know CiliumNodeConfig of cilium.io/v2',
    'Install Cilium',
  ],
  [
    'the driver',
    { kinds: [kind('secrets-store.csi.x-k8s.io/v1', 'SecretProviderClass')] },
    'does not know SecretProviderClass',
    'Install the Secrets Store CSI driver',
  ],
  [
    'admission policies',
    { kinds: [kind('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy')] },
    'does not know ValidatingAdmissionPolicy',
    "admission: 'none'",
  ],
  [
    'somebody',
    { kinds: [kind('example.org/v1', 'Thing')] },
    'does not know Thing',
    'Install what serves example.org/v1',
  ],
  [
    'the CSIDriver',
    { driver: unanswered('not-found', 'There is none.') },
    'is not installed',
    'syncSecret.enabled=true',
  ],
])('what %s installs is missing', (_, evidence, what, fix) => {
  expect(judge(evidence)).toEqual([
    expect.objectContaining({
      severity: 'problem',
      what: expect.stringContaining(what),
      fix: expect.stringContaining(fix),
    }),
  ]);
});

test('Argo CD may run in another cluster: its kinds are not asked for', async () => {
  const { kinds } = await definitions.gather(answering({}, ''));
  expect(kinds.map((one) => one.kind.apiVersion)).not.toContainEqual(expect.stringContaining('argoproj.io'));
  expect(kinds.length).toBeGreaterThan(3);
});

test('a permission that is missing is no verdict', () => {
  for (const evidence of [{ kinds: [kind('cilium.io/v2', 'CiliumNodeConfig', forbidden)] }, { driver: forbidden }]) {
    expect(verdictOf(definitions.judge({ kinds: [], ...evidence }, known))).toBe('unknown');
  }
});
