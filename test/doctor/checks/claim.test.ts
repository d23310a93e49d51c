import { expect, test } from '@jest/globals';
import { claim } from '../../../lib/doctor/checks/claim.ts';
import { answered, unanswered } from '../../../lib/doctor/cluster/answer.ts';
import { Claim, Event } from '../../../lib/doctor/objects.ts';
import { known, site } from '../../support/examination.ts';

const { claimName } = site.peer;

function judge(phase: string | undefined, event: object = {}, spec: object = {}, metadata: object = {}) {
  const found =
    phase === undefined
      ? unanswered('not-found', 'There is none.')
      : answered(
          Claim.parse({ metadata: { name: claimName, uid: 'uid-of-now', ...metadata }, spec, status: { phase } }),
        );
  return claim.judge({ claim: found, events: answered([Event.parse(event)]) }, known).findings;
}

const consumer = { type: 'Normal', reason: 'WaitForFirstConsumer' };
const failed = { type: 'Warning', reason: 'ProvisioningFailed', message: 'no space left' };

test.each<[string, ReturnType<typeof judge>, string, string, string]>([
  ['is not there', judge(undefined), 'does not exist', 'the identity is gone with it', 'describe statefulset'],
  ['has lost its volume', judge('Lost'), 'is gone', 'the identity with it', 'Restore the volume from a backup'],
  [
    'is being deleted, and held by the pod',
    judge('Bound', {}, {}, { deletionTimestamp: '2031-05-04T10:00:00Z' }),
    'is being deleted',
    'With the next restart it is gone',
    'Copy the identity out now',
  ],
  ['waits for a node', judge('Pending', consumer), 'is not bound', 'made when the pod has a node', 'under pod'],
  [
    'cannot be provisioned',
    judge('Pending', failed),
    'is not bound',
    'Its events say: no space left',
    'kubectl get storageclass',
  ],
  [
    'has a predecessor that could not be provisioned',
    judge('Pending', { ...failed, involvedObject: { uid: 'uid-of-before' } }, { storageClassName: 'fast' }),
    'is not bound',
    'look at the storage class fast',
    'kubectl get storageclass',
  ],
  [
    'waits for a provisioner',
    judge('Pending', {
      type: 'Normal',
      reason: 'ExternalProvisioning',
      message: 'Waiting for a volume by lan.example',
    }),
    'is not bound',
    'Waiting for a volume by lan.example',
    'its provisioner runs',
  ],
  ['has no class', judge('Pending'), 'is not bound', 'there is no default one', 'kubectl get storageclass'],
  [
    'has the class of volumes made by hand',
    judge('Pending', {}, { storageClassName: '' }),
    'is not bound',
    'waits for one that somebody makes by hand',
    'Make a PersistentVolume',
  ],
])('a claim that %s', (_, findings, what, cause, fix) => {
  expect(findings).toEqual([
    expect.objectContaining({
      severity: 'problem',
      what: expect.stringContaining(what),
      cause: expect.stringContaining(cause),
      fix: expect.stringContaining(fix),
    }),
  ]);
});

test('a claim that is bound has nothing to say; one that waits for a node follows from the pod', () => {
  expect(judge('Bound', failed)).toEqual([]);
  expect(judge('Pending', consumer)[0]?.follows).toEqual(['pod']);
});
