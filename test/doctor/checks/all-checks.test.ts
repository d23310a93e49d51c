import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { verdictOf } from '../../../lib/doctor/check.ts';
import { checks } from '../../../lib/doctor/checks/index.ts';
import { type FailureKind, unanswered } from '../../../lib/doctor/cluster/answer.ts';
import { answering, failing } from '../../support/examination.ts';

const blind: readonly FailureKind[] = [
  'unreachable',
  'unauthorized',
  'forbidden',
  'not-running',
  'no-program',
  'timed-out',
  'interrupted',
  'unintelligible',
  'failed',
];

const named = checks.map((check) => [check.name, check] as const);

test.each(named)('%s: what could not be looked at is never called a problem, nor well', async (_, check) => {
  for (const kind of blind) {
    const examination = failing(unanswered(kind, 'There is no answer.'));
    const verdict = verdictOf(check.judge(await check.gather(examination), examination));
    expect(`${kind}: ${verdict}`).toMatch(/: (unknown|not-reached)$/);
  }
});

test.each(named)('%s: garbage has a verdict', async (_, check) => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), fc.oneof(fc.string(), fc.json()), async (json, text) => {
      const examination = answering(json, text);
      const judgement = check.judge(await check.gather(examination), examination);
      for (const finding of judgement.findings) {
        expect(finding.what).not.toBe('');
        expect(finding.link).toMatch(/^(docs\/|README)/);
        expect(finding.fix).not.toBe('');
      }
    }),
    { numRuns: 30 },
  );
});

test.each(named)('%s: an empty object has a verdict', async (_, check) => {
  const examination = answering({ metadata: { name: 'x' }, spec: {}, status: {} }, '');
  expect(check.judge(await check.gather(examination), examination)).toHaveProperty('findings');
});
