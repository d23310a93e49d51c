import { expect, test } from '@jest/globals';
import { App, Chart } from 'cdk8s';
import { describeProblem, shown } from '../../lib/refusal/problem.ts';

test.each<[unknown, string]>([
  ['192.168.1.5/24', '"192.168.1.5/24"'],
  ['a "quoted"\nline', '"a \\"quoted\\"\\nline"'],
  [['eth0', 5], '["eth0",5]'],
  [{ app: 'netbird' }, '{"app":"netbird"}'],
  [5, '5'],
  [Number.NaN, 'NaN'],
  [null, 'null'],
  [undefined, 'undefined'],
  [Symbol('netbird'), 'Symbol(netbird)'],
])('a value is shown as it would be written: %p', (value, text) => {
  expect(shown(value)).toBe(text);
});

test('what JSON cannot write is shown all the same', () => {
  const chart = new Chart(new App(), 'netbird');
  expect(shown(chart)).toBe('netbird');
  expect(shown([chart])).toBe('netbird');
  expect(shown(10n)).toBe('10');
});

test.each(['0A1B2C3D-4e5f-6789-abcd-ef0123456789', 'nbp_0123456789abcdefghijABCDEFGHIJ012345'])(
  'a setup key or an access token is not shown, neither as a whole nor in part: %s',
  (secret) => {
    expect(shown({ [secret]: [`x ${secret}`] })).toBe('{"(hidden)":["x (hidden)"]}');
    expect(shown(`${'x'.repeat(110)}${secret}`)).toBe(`"${'x'.repeat(110)}(hidden)"`);
  },
);

test('a value of up to 120 characters is shown as a whole, a longer one is cut', () => {
  expect(shown('x'.repeat(118))).toBe(`"${'x'.repeat(118)}"`);
  expect(shown('x'.repeat(119))).toBe(`"${'x'.repeat(116)}...`);
  expect(shown('x'.repeat(119))).toHaveLength(120);
});

const setupKey = '0A1B2C3D-4e5f-6789-abcd-ef0123456789';

test('a setup key is not shown, neither as a whole nor cut', () => {
  expect(shown({ key: setupKey })).toBe('{"key":"(hidden)"}');
  for (let blanks = 70; blanks < 120; blanks += 1)
    expect(shown(`${'x'.repeat(blanks)}${setupKey}`)).not.toContain('0A1B');
});

test('neither is one in the words of a problem', () => {
  const problem = {
    path: setupKey,
    field: setupKey,
    reason: `"${setupKey}" has no tag.`,
    remedy: `Write ${setupKey}:1.`,
  };
  expect(describeProblem(problem)).toBe('  (hidden)   (hidden)\n      "(hidden)" has no tag. Write (hidden):1.');
});

test('a problem without a remedy ends with its reason', () => {
  expect(describeProblem({ path: 'a', reason: 'Too red.', remedy: '' })).toBe('  a\n      Too red.');
});

test('a problem is told as path, field, value, reason and remedy', () => {
  const problem = {
    path: 'netbird/routing-peer',
    field: 'networks[0]',
    value: '"192.168.1.5/24"',
    reason: 'Host bits are set.',
    remedy: 'Write "192.168.1.0/24".',
  };
  expect(describeProblem(problem)).toBe(
    '  netbird/routing-peer   networks[0] = "192.168.1.5/24"\n      Host bits are set. Write "192.168.1.0/24".',
  );
});

test('a problem of a missing or secret value names the field only', () => {
  const problem = { path: 'netbird/routing-peer', field: 'setupKey', reason: 'It is missing.', remedy: 'Write one.' };
  expect(describeProblem(problem)).toBe('  netbird/routing-peer   setupKey\n      It is missing. Write one.');
});

test('a problem that is not about one field names the path only', () => {
  const problem = { path: 'the site', value: '"not shown"', reason: 'It has no objects.', remedy: 'Compose one.' };
  expect(describeProblem(problem)).toBe('  the site\n      It has no objects. Compose one.');
});
