import { expect, test } from '@jest/globals';
import { type CheckName, type Finding, type Judgement, judged, notReached, verdictOf } from '../../lib/doctor/check.ts';
import { diagnose, exitCodeOf } from '../../lib/doctor/examine.ts';
import { describeDiagnosis, diagnosisAsJson } from '../../lib/doctor/report.ts';

const finding = (what: string, otherwise: Partial<Finding> = {}): Finding => ({
  severity: 'problem',
  what,
  cause: 'It is so.',
  fix: 'Do this.',
  link: 'docs/doctor.md',
  ...otherwise,
});

function diagnosisOf(judgements: Partial<Record<CheckName, Judgement>>) {
  const asked = ['kubectl get a', 'kubectl get b', 'kubectl get c', 'kubectl exec d -- e'];
  const entries = Object.entries(judgements) as [CheckName, Judgement][];
  return diagnose(
    entries.map(([name, judgement]) => ({ name, title: name, asked, judgement, verdict: verdictOf(judgement) })),
  );
}

const ill = diagnosisOf({
  drift: judged(['5 of 6 objects equal dist/'], finding('an object differs')),
  pod: judged(['the pod runs'], finding('the image is old', { follows: ['drift'] })),
  agent: notReached('The container does not run.'),
  nat: { ...judged(['no rule'], finding('the rule is gone')), byHand: ['on the node: nft list ruleset'] },
  environment: judged(['in force'], finding('a flag is ignored', { severity: 'warning' })),
  gateway: judged([], finding('whether it answers is not known', { severity: 'unknown' })),
});

test('the cause comes first, with what was seen and asked and what to do; then all else', () => {
  expect(
    describeDiagnosis('netbird/netbird-peer-0 (home)', ill, { colour: false }),
  ).toBe(`netbird/netbird-peer-0 (home): 2 problems, 1 warning, 1 not known

  an object differs   (drift)
      It is so.
      Next: Do this.
      More: docs/doctor.md
      Seen: 5 of 6 objects equal dist/
      Asked: kubectl exec d -- e
      Asked: kubectl get a
      Asked: kubectl get b
      Asked: and 1 more, see --json

Also wrong
  the rule is gone   (nat)
      It is so.
      Next: Do this.
      More: docs/doctor.md
      Seen: no rule
      Asked: kubectl exec d -- e
      Asked: kubectl get a
      Asked: kubectl get b
      Asked: and 1 more, see --json

Follows from it
  the image is old   (pod)

Warnings
  a flag is ignored   (environment)
      It is so. Do this.
      More: docs/doctor.md

Not known
  whether it answers is not known   (gateway)
      It is so. Do this.
      More: docs/doctor.md

Not to be seen from here
  on the node: nft list ruleset   (nat)

  drift        problem      an object differs
  pod          problem      the image is old
  agent        not reached  The container does not run.
  nat          problem      the rule is gone
  environment  warning      a flag is ignored
  gateway      unknown      whether it answers is not known`);
});

test('a peer that is well has a line for each check', () => {
  const text = describeDiagnosis('netbird/netbird-peer-0 (home)', diagnosisOf({ pod: judged(['the pod runs']) }), {
    colour: false,
  });
  expect(text).toBe('netbird/netbird-peer-0 (home): healthy\n\n  pod  ok           the pod runs');
});

test.each([
  [{ pod: judged([]), 'far-side': notReached('Nobody asked.') }, 'healthy', true],
  [{ pod: judged([]), gateway: notReached('No address.') }, 'no problem seen, 1 not reached', false],
  [{ pod: judged([], finding('a', { severity: 'unknown' })) }, 'no problem seen, 1 not known', true],
  [{ pod: judged([], finding('a', { severity: 'warning' })) }, 'no problem seen, 1 warning', true],
  [{ pod: judged([], finding('a')), gateway: notReached('No address.') }, '1 problem', false],
] as const)('the headline, and healthy for a program, say what the exit code says: %#', (judgements, says, healthy) => {
  const diagnosis = diagnosisOf(judgements);
  expect(describeDiagnosis('x', diagnosis, { colour: false }).split('\n', 1)[0]).toBe(`x: ${says}`);
  expect(JSON.parse(diagnosisAsJson({}, diagnosis)).healthy).toBe(healthy);
  expect(exitCodeOf(diagnosis) === 0).toBe(healthy);
});

test('colour is for a terminal only', () => {
  expect(describeDiagnosis('x', ill, { colour: true })).toContain('\u001b[');
  expect(describeDiagnosis('x', ill, { colour: false })).not.toContain('\u001b');
});

test('the document for a program has all of it', () => {
  const { healthy, pod, causes, followers, warnings, unknowns, checks } = JSON.parse(
    diagnosisAsJson({ pod: 'netbird/netbird-peer-0' }, ill),
  );
  expect({ healthy, pod }).toEqual({ healthy: false, pod: 'netbird/netbird-peer-0' });
  expect(causes).toMatchObject([
    { check: 'drift', what: 'an object differs', cause: 'It is so.', fix: 'Do this.' },
    { check: 'nat' },
  ]);
  expect([followers, warnings, unknowns].map(({ length }) => length)).toEqual([1, 1, 1]);
  expect(checks[0]).toMatchObject({
    name: 'drift',
    verdict: 'problem',
    asked: ['kubectl get a', 'kubectl get b', 'kubectl get c', 'kubectl exec d -- e'],
    evidence: ['5 of 6 objects equal dist/'],
  });
  expect(checks[2]).toMatchObject({ verdict: 'not-reached', notReached: 'The container does not run.' });
});
