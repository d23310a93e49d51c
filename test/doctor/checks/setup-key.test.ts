import { expect, test } from '@jest/globals';
import { verdictOf } from '../../../lib/doctor/check.ts';
import { setupKey } from '../../../lib/doctor/checks/setup-key.ts';
import { answered, unanswered } from '../../../lib/doctor/cluster/answer.ts';
import { Event, Pod } from '../../../lib/doctor/objects.ts';
import type { SetupKeyPlace } from '../../../lib/doctor/site.ts';
import { forbidden, known, site } from '../../support/examination.ts';

type Evidence = Parameters<typeof setupKey.judge>[0];

const secret = { name: 'netbird-setup-key', key: 'NETBIRD_SETUP_KEY' };
const SOURCES = {
  openBao: { secret, csiVolume: 'setup-key' },
  openBaoFile: { csiVolume: 'setup-key' },
  externalSecret: { secret, externalSecret: 'netbird-setup-key' },
  secret: { secret },
} satisfies Record<string, SetupKeyPlace>;

const podName = site.peer.podName;
const mounted = (is: boolean) => answered([{ podName, mounted: is }]);
const missing = unanswered('not-found', 'There is none.');
const well = answered({ keys: [secret.key], isSetupKey: true });
const otherKey = answered({ keys: ['SETUP_KEY'] });
const placeholder = answered({ keys: [secret.key], isSetupKey: false });
const operatorFails = answered([{ type: 'Ready', status: 'False', message: 'could not get secret data' }]);

function podWhere(state: object) {
  return answered(
    Pod.parse({
      metadata: { name: podName, uid: 'uid-of-now' },
      spec: { containers: [{ name: 'netbird', image: 'netbird' }] },
      status: { containerStatuses: [{ name: 'netbird', state }] },
    }),
  );
}

const waits = podWhere({ waiting: { reason: 'ContainerCreating' } });
const runs = podWhere({ running: {} });

function failed(volume: string, message = 'failed to login: Code: 503. Errors: * Vault is sealed', uid = 'uid-of-now') {
  return Event.parse({
    type: 'Warning',
    reason: 'FailedMount',
    message: `MountVolume.SetUp failed for volume "${volume}" : ${message}`,
    lastTimestamp: '2031-05-04T10:00:00Z',
    involvedObject: { uid },
  });
}

const summary = Event.parse({
  type: 'Warning',
  reason: 'FailedMount',
  message: 'Unable to attach or mount volumes: unmounted volumes=[kernel-modules setup-key], timed out',
  lastTimestamp: '2031-05-04T11:00:00Z',
});

function judge(source: keyof typeof SOURCES, evidence: Partial<Evidence>) {
  const peer = { ...site.peer, setupKey: SOURCES[source] };
  return setupKey.judge({ pod: waits, events: answered([]), ...evidence }, { ...known, site: { ...site, peer } });
}

test.each<[string, keyof typeof SOURCES, Partial<Evidence>]>([
  ['the driver has made a Secret', 'openBao', { secret: well, mounts: mounted(true) }],
  ['the driver has mounted a file', 'openBaoFile', { mounts: mounted(true) }],
  ['the operator has made a Secret', 'externalSecret', { secret: well, externalSecret: answered([]) }],
  ['somebody has made a Secret', 'secret', { secret: well }],
  ['the pod runs, and its mount failed before', 'openBaoFile', { pod: runs, events: answered([failed('setup-key')]) }],
  ['another volume cannot be mounted', 'openBaoFile', { events: answered([failed('pvc-1')]) }],
  [
    'the mount of the pod before failed',
    'openBaoFile',
    { events: answered([failed('setup-key', 'Vault is sealed', 'uid-of-before')]) },
  ],
])('well: %s', (_, source, evidence) => {
  expect(judge(source, evidence).findings).toEqual([]);
});

/** What is wrong, and the next step, which depends on who makes the Secret. */
test.each<[keyof typeof SOURCES, Partial<Evidence>, string, string]>([
  ['openBao', { secret: missing, mounts: mounted(true) }, 'does not exist', 'syncSecret.enabled=true'],
  ['openBao', { secret: missing, mounts: mounted(false) }, 'does not exist', 'See why it is not mounted'],
  ['externalSecret', { secret: missing }, 'does not exist', 'describe externalsecret netbird-setup-key'],
  ['secret', { secret: missing }, 'does not exist', 'create secret generic netbird-setup-key --from-file='],
  ['openBao', { secret: otherKey, mounts: mounted(true) }, 'has no key', 'Write the same key in OpenBao'],
  ['externalSecret', { secret: otherKey }, 'has no key', 'Delete it, and the operator makes it anew'],
  ['secret', { secret: otherKey }, 'has no key', 'Put the key NETBIRD_SETUP_KEY into it'],
  ['openBao', { secret: placeholder, mounts: mounted(true) }, 'is not a setup key', 'into OpenBao'],
  ['externalSecret', { secret: placeholder }, 'is not a setup key', 'so that the operator makes it anew'],
  ['secret', { secret: placeholder }, 'is not a setup key', 'by the means that made it'],
  ['openBaoFile', { events: answered([failed('setup-key')]) }, 'OpenBao is sealed', 'bao operator unseal'],
  ['openBao', { secret: missing, events: answered([summary, failed('setup-key')]) }, 'OpenBao is sealed', 'unseal'],
  ['openBaoFile', { events: answered([summary]) }, 'cannot be mounted', 'Correct what the event names'],
  ['externalSecret', { secret: missing, externalSecret: operatorFails }, 'could not fetch', 'the store, the role'],
])('from %s: %j', (source, evidence, what, fix) => {
  expect(judge(source, evidence).findings).toEqual([
    expect.objectContaining({
      severity: 'problem',
      what: expect.stringContaining(what),
      fix: expect.stringContaining(fix),
    }),
  ]);
});

test('a Secret that somebody made by hand is never to be deleted', () => {
  for (const evidence of [missing, otherKey, placeholder]) {
    expect(judge('secret', { secret: evidence }).findings[0]?.fix).not.toMatch(/delete (the )?secret/i);
  }
});

test('an operator that cannot fetch again does no harm to a Secret that is there', () => {
  expect(verdictOf(judge('externalSecret', { secret: well, externalSecret: operatorFails }))).toBe('warning');
});

test('a permission that is missing is no verdict on the key', () => {
  expect(verdictOf(judge('openBao', { secret: forbidden, mounts: forbidden, events: forbidden }))).toBe('unknown');
});
