import { expect, test } from '@jest/globals';
import {
  type Check,
  type CheckName,
  type Finding,
  type Judgement,
  judged,
  notReached,
  unanswerable,
  verdictOf,
} from '../../lib/doctor/check.ts';
import type { Inquiry } from '../../lib/doctor/cluster/inquiry.ts';
import { diagnose, examine, exitCodeOf } from '../../lib/doctor/examine.ts';
import { site } from '../support/examination.ts';

function finding(what: string, otherwise: Partial<Finding> = {}): Finding {
  return { severity: 'problem', what, cause: 'A cause.', fix: 'A fix.', link: 'docs/doctor.md', ...otherwise };
}

function diagnosisOf(judgements: Partial<Record<CheckName, Judgement>>) {
  return diagnose(
    Object.entries(judgements).map(([name, judgement]) => ({
      name: name as CheckName,
      title: name,
      asked: [],
      judgement,
      verdict: verdictOf(judgement),
    })),
  );
}

const names = (findings: readonly { what: string }[]) => findings.map(({ what }) => what);

test('a problem that another one explains is no cause', () => {
  const { causes, followers } = diagnosisOf({
    drift: judged([], finding('drift')),
    pod: judged([], finding('pod', { follows: ['drift'] })),
  });
  expect(names(causes)).toEqual(['drift']);
  expect(names(followers)).toEqual(['pod']);
});

test('without the problem that would explain it, it is a cause', () => {
  const { causes } = diagnosisOf({ drift: judged([]), pod: judged([], finding('pod', { follows: ['drift'] })) });
  expect(names(causes)).toEqual(['pod']);
});

test('a warning explains nothing', () => {
  const { causes } = diagnosisOf({
    drift: judged([], finding('drift', { severity: 'warning' })),
    pod: judged([], finding('pod', { follows: ['drift'] })),
  });
  expect(names(causes)).toEqual(['pod']);
});

test('two that would explain each other are both causes', () => {
  const { causes } = diagnosisOf({
    claim: judged([], finding('claim', { follows: ['pod'] })),
    pod: judged([], finding('pod', { follows: ['claim'] })),
  });
  expect(names(causes)).toEqual(['claim', 'pod']);
});

test('three that would explain each other in a circle are all causes', () => {
  const { causes, followers } = diagnosisOf({
    drift: judged([], finding('drift', { follows: ['pod'] })),
    claim: judged([], finding('claim', { follows: ['drift'] })),
    pod: judged([], finding('pod', { follows: ['claim'] })),
  });
  expect(names(causes)).toEqual(['drift', 'claim', 'pod']);
  expect(followers).toEqual([]);
});

test('two problems with nothing in common are two causes, in the order of the data path', () => {
  const { causes } = diagnosisOf({
    route: judged([], finding('route')),
    'cilium-devices': judged([], finding('cilium')),
  });
  expect(names(causes)).toEqual(['route', 'cilium']);
});

test('a problem makes it 1, a blind spot 2, a warning and what can never be seen 0', () => {
  const failure = { kind: 'forbidden', message: 'The permission is missing: get pods.' } as const;
  const exitCode = (judgement: Judgement) => exitCodeOf(diagnosisOf({ pod: judgement }));
  expect(exitCode(judged([]))).toBe(0);
  expect(exitCode(judged([], finding('a', { severity: 'warning' })))).toBe(0);
  expect(exitCode(judged([], finding('a', { severity: 'unknown' })))).toBe(0);
  expect(exitCode(unanswerable('pod', 'The pod', failure))).toBe(2);
  expect(exitCode(notReached('No pod.'))).toBe(2);
  expect(exitCode(judged([], finding('a'), finding('b', { severity: 'unknown', failure })))).toBe(1);
});

test('the gravest finding comes first, and gives the verdict', () => {
  const all = judged([], finding('c', { severity: 'unknown' }), finding('b', { severity: 'warning' }), finding('a'));
  expect(names(all.findings)).toEqual(['a', 'b', 'c']);
  expect(verdictOf(all)).toBe('problem');
  expect(verdictOf(judged([]))).toBe('ok');
});

function check(name: CheckName, judge: () => Judgement): Check<unknown> {
  return { name, title: name, gather: async () => undefined, judge };
}

function cluster(...asked: readonly string[]): Parameters<typeof examine>[2] {
  return { newInquiry: () => ({ asked }) as unknown as Inquiry, context: 'my home' };
}

test('a check that fails itself is not known, and the others go on', async () => {
  const broken = check('pod', () => {
    throw new Error('out of order');
  });
  const examination = { site } as Parameters<typeof examine>[1];
  const { results, unknowns } = await examine([broken, check('route', () => judged(['fine']))], examination, cluster());
  expect(results.map(({ verdict }) => verdict)).toEqual(['unknown', 'ok']);
  expect(unknowns[0]?.cause).toContain('out of order');
});

test('whatever a check says, no secret leaves, and each command is for the cluster that was asked', async () => {
  const key = '01234567-89ab-cdef-0123-456789abcdef';
  const says = judged(
    [`its variable is ${key}`],
    finding(`not ${key}`, { fix: `Restart it: kubectl delete pod ${key}` }),
  );
  const examination = { site } as Parameters<typeof examine>[1];
  const found = await examine([check('pod', () => says)], examination, cluster('kubectl get secret a', `echo ${key}`));
  expect(JSON.stringify(found)).not.toContain(key);
  expect(found.causes).toMatchObject([
    { what: 'not (hidden)', fix: "Restart it: kubectl --context 'my home' delete pod (hidden)" },
  ]);
  expect(found.results[0]?.asked).toEqual(["kubectl --context 'my home' get secret a", 'echo (hidden)']);
});
