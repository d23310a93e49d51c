import { expect, test } from '@jest/globals';
import { CiliumVersion } from '../../lib/cilium/cilium-version.ts';
import { describeVerdict, judgedVersions } from '../../lib/cilium/question.ts';
import { ask } from '../support/cilium.ts';

test.each([
  ['1.16', ['1.16']],
  ['v1.20.2', ['1.20']],
  ['1.21', ['1.15', '1.16', '1.17', '1.18', '1.19', '1.20']],
  [undefined, ['1.15', '1.16', '1.17', '1.18', '1.19', '1.20']],
])('for version %p the versions %j are judged', (cilium, versions) => {
  expect(judgedVersions(ask(cilium)).map(String)).toEqual(versions);
});

test.each([
  [[15, 16, 17, 18, 19, 20], 'unsafe on every version'],
  [[15, 16, 17, 18], 'unsafe on 1.15–1.18, safe from 1.19'],
  [[16, 17, 18], 'unsafe on 1.16–1.18, safe on 1.15 and from 1.19'],
  [[15], 'unsafe on 1.15, safe from 1.16'],
  [[20], 'unsafe from 1.20, safe on 1.15–1.19'],
])('unsafe minors %j', (minors, verdict) => {
  const unsafe = CiliumVersion.known.filter((_, index) => minors.includes(15 + index));
  expect(describeVerdict(ask(), 'wt0 is selected', unsafe)).toBe(verdict);
});

test('for a known version the verdict is what happens there', () => {
  expect(describeVerdict(ask('1.16'), 'wt0 is selected', judgedVersions(ask('1.16')))).toBe(
    'wt0 is selected on Cilium 1.16',
  );
});
