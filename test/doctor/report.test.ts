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
    describeDiagnosis('netbird/netbird-peer-0 (home)', ill, { colour: false, width: 80 }),
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
      It is so.
      Next: Do this.
      More: docs/doctor.md

Not known
  whether it answers is not known   (gateway)
      It is so.
      Next: Do this.
      More: docs/doctor.md

Not to be seen from here
  on the node   (nat)
      nft list ruleset

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
    width: 80,
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
  expect(describeDiagnosis('x', diagnosis, { colour: false, width: 80 }).split('\n', 1)[0]).toBe(`x: ${says}`);
  expect(JSON.parse(diagnosisAsJson({}, diagnosis)).healthy).toBe(healthy);
  expect(exitCodeOf(diagnosis) === 0).toBe(healthy);
});

test.each([
  [{ kind: 'unintelligible', message: 'It was not understood.' } as const, true],
  [{ kind: 'forbidden', message: 'The permission is missing: get pods.' } as const, false],
  [undefined, false],
])('what a person can ask again stands with what is not known: %j', (failure, isShown) => {
  const unknown = finding('it is not known', { severity: 'unknown', ...(failure && { failure }) });
  const text = describeDiagnosis('x', diagnosisOf({ pod: judged([], unknown) }), { colour: false, width: 80 });
  expect(text.includes('Asked: kubectl exec d -- e')).toBe(isShown);
});

test('prose is wrapped, and a command never', () => {
  const command = 'kubectl --context my-home-cluster -n netbird exec netbird-peer-0 -c netbird -- netbird status';
  const cause =
    'Replies of the Gateway are lost on it without a drop event: the tunnel is up, and services answer 504.';
  const diagnosis = diagnosisOf({
    pod: judged(
      [`it is ${'very '.repeat(10)}ill`],
      finding('ill', { cause, fix: `Correct it where it comes from: ${command}` }),
    ),
    'far-side': { ...notReached('Nobody asked.'), byHand: [`there: ${command}`, 'there: true'] },
  });
  const text = describeDiagnosis('x', diagnosis, { colour: false, width: 60 });
  expect(text).toContain(`
      Replies of the Gateway are lost on it without a drop
      event: the tunnel is up, and services answer 504.
      Next: Correct it where it comes from:
        ${command}
      More: docs/doctor.md
      Seen: it is very very very very very very very very
      very very ill
`);
  expect(text).toContain(`\n  there   (far-side)\n      ${command}\n      true\n`);
  const others = text.split('\n').filter((line) => !line.includes('kubectl'));
  expect(Math.max(...others.map(({ length }) => length))).toBeLessThanOrEqual(60);
});

test('a long headline keeps the name of its check', () => {
  const what = 'ConfigMap kube-system/cilium-config: data.install-no-conntrack-iptables-rules breaks it';
  const diagnosis = diagnosisOf({ 'cilium-settings': judged([], finding(what)) });
  expect(describeDiagnosis('x', diagnosis, { colour: false, width: 80 })).toContain(`
  ConfigMap kube-system/cilium-config: data.install-no-conntrack-iptables-rules
  breaks it   (cilium-settings)
      It is so.
`);
});

test('of several commands each has a line', () => {
  const fix = "Restart it: kubectl exec a -- sh -c 'down; up'; in the meantime, for it's slow: npm run routes -- apply";
  const text = describeDiagnosis('x', diagnosisOf({ pod: judged([], finding('ill', { fix })) }), {
    colour: false,
    width: 80,
  });
  expect(text).toContain(`
      Next: Restart it:
        kubectl exec a -- sh -c 'down; up'
      in the meantime, for it's slow:
        npm run routes -- apply
      More:`);
});

test('a line of the table goes on below its text', () => {
  const diagnosis = diagnosisOf({ pod: judged(['one two three four five six seven']) });
  const text = describeDiagnosis('x', diagnosis, { colour: false, width: 34 });
  expect(text.split('\n').slice(2)).toEqual([
    '  pod  ok           one two three',
    '                    four five six',
    '                    seven',
  ]);
});

test('colour is for a terminal only', () => {
  expect(describeDiagnosis('x', ill, { colour: true, width: 80 })).toContain('\u001b[');
  expect(describeDiagnosis('x', ill, { colour: false, width: 80 })).not.toContain('\u001b');
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
