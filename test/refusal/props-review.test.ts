import { expect, test } from '@jest/globals';
import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { InvalidValue } from '../../lib/refusal/invalid-value.ts';
import { collectProblems, PropsReview } from '../../lib/refusal/props-review.ts';
import { problemsFrom } from '../support/refusals.ts';

const construct = (site = new App()) => new Construct(new Chart(site, 'netbird'), 'peer');

function parseEven(value: unknown): number {
  if (typeof value !== 'number') throw new InvalidValue('It is no number.', 'Write 2.', { mayShowValue: false });
  if (value % 2 === 1) throw new InvalidValue('It is odd.', 'Write 2.');
  return value;
}

const odd = (field: string, value: string) => ({
  path: 'netbird/peer',
  field,
  value,
  reason: 'It is odd.',
  remedy: 'Write 2.',
});

test('values without a problem are parsed, and the review ends in silence', () => {
  const review = new PropsReview(construct());
  expect(review.parse('a', 4, parseEven, 2)).toBe(4);
  expect(review.parse('zero', 0, parseEven, 2)).toBe(0);
  expect(review.parseOptional('b', 6, parseEven)).toBe(6);
  expect(review.parseOptional('c', undefined, parseEven)).toBeUndefined();
  expect(review.parseList('d', [8, 10], parseEven, '[2]')).toEqual([8, 10]);
  expect(review.tryParse('e', 12, parseEven)).toBe(12);
  review.refuseUnknown({});
  expect(problemsFrom(() => review.conclude())).toEqual([]);
});

test('a refused value goes on as its stand-in, or as undefined where it may be left out', () => {
  const review = new PropsReview(construct());
  expect(review.parse('a', 5, parseEven, 2)).toBe(2);
  expect(review.parseOptional('b', 7, parseEven)).toBeUndefined();
  expect(review.parseList('c', [9, 4], parseEven, '[2]')).toEqual([undefined, 4]);
  expect(review.tryParse('d', 11, parseEven)).toBeUndefined();
  expect(problemsFrom(() => review.conclude())).toEqual([
    odd('a', '5'),
    odd('b', '7'),
    odd('c[0]', '9'),
    odd('d', '11'),
  ]);
});

test('a value that may be a secret is not shown', () => {
  const review = new PropsReview(construct());
  review.parse('a', 'hunter2', parseEven, 2);
  const problems = problemsFrom(() => review.conclude());
  expect(problems).toEqual([{ path: 'netbird/peer', field: 'a', reason: 'It is no number.', remedy: 'Write 2.' }]);
  expect(JSON.stringify(problems)).not.toContain('hunter2');
});

test('a setup key is refused wherever it stands, and not shown', () => {
  const review = new PropsReview(construct());
  const setupKey = '0A1B2C3D-4e5f-6789-abcd-ef0123456789';
  expect(review.parse('a', setupKey, String, 'b')).toBe('b');
  review.refuse('c', { value: `${'x'.repeat(90)}${setupKey}`, reason: 'It is odd.', remedy: 'Write 2.' });
  expect(problemsFrom(() => review.conclude())).toEqual([
    {
      path: 'netbird/peer',
      field: 'a',
      reason: 'It has the form of a setup key (a UUID), and would be in Git for ever.',
      remedy: 'Take it out; if it is one, revoke it in NetBird.',
    },
    odd('c', `"${'x'.repeat(90)}(hidden)"`),
  ]);
});

test.each<[unknown, string | undefined]>([
  [undefined, undefined],
  [[], '[]'],
  ['eth0', '"eth0"'],
  [{ 0: 4 }, '{"0":4}'],
])('a list without entries is refused with an example: %p', (values, value) => {
  const review = new PropsReview(construct());
  expect(review.parseList('devices', values, parseEven, '[2]')).toEqual([]);
  expect(problemsFrom(() => review.conclude())).toEqual([
    {
      path: 'netbird/peer',
      field: 'devices',
      value,
      reason: values === undefined ? 'It is missing.' : 'It must be a list with at least one entry.',
      remedy: 'Write, for example, [2].',
    },
  ]);
});

test('a hole in a list is an entry that is missing', () => {
  const review = new PropsReview(construct());
  // biome-ignore lint/suspicious/noSparseArray: as a comma too many leaves it
  expect(review.parseList('charts', [2, , 4], parseEven, '[2]')).toEqual([2, undefined, 4]);
  expect(problemsFrom(() => review.conclude())).toMatchObject([{ field: 'charts[1]', reason: 'It is missing.' }]);
});

test('props that nobody knows are refused, each by its name, below their parent', () => {
  const review = new PropsReview(construct());
  review.refuseUnknown({ hostName: 'secret', overlays: undefined });
  review.refuseUnknown({ cpu: '100m' }, 'resources');
  const unknown = {
    path: 'netbird/peer',
    reason: 'There is no such prop.',
    remedy: 'Take it out, or correct its name; npm run typecheck knows all names.',
  };
  expect(problemsFrom(() => review.conclude())).toEqual([
    { ...unknown, field: 'hostName' },
    { ...unknown, field: 'overlays' },
    { ...unknown, field: 'resources.cpu' },
  ]);
});

test('an error that is no refusal is not swallowed', () => {
  const review = new PropsReview(construct());
  const broken = () => {
    throw new TypeError('a bug');
  };
  expect(() => review.tryParse('a', 5, broken)).toThrow(new TypeError('a bug'));
  expect(problemsFrom(() => review.conclude())).toEqual([]);
});

test('where problems are collected, the constructs of that site do not throw', () => {
  const site = new App();
  const collected = collectProblems(site);
  for (const [id, value] of Object.entries({ first: 5, second: 7 })) {
    const review = new PropsReview(new Construct(new Chart(site, id), 'peer'));
    review.parse('a', value, parseEven, 2);
    review.conclude();
  }
  expect(collected).toEqual([
    { ...odd('a', '5'), path: 'first/peer' },
    { ...odd('a', '7'), path: 'second/peer' },
  ]);
});

test('problems of one site do not reach another one', () => {
  const collected = collectProblems(new App());
  const review = new PropsReview(construct());
  review.parse('a', 5, parseEven, 2);
  expect(problemsFrom(() => review.conclude())).toEqual([odd('a', '5')]);
  expect(collected).toEqual([]);
});

test('a value that is missing is said to be missing, with what to write', () => {
  const review = new PropsReview(construct());
  review.tryParse('count', undefined, parseEven);
  expect(problemsFrom(() => review.conclude())).toMatchObject([{ field: 'count', reason: 'It is missing.' }]);
});

test('a prop with members is read, and one that has none is refused and read as empty', () => {
  const review = new PropsReview(construct());
  expect(review.members('resources', { cpu: '1' })).toEqual({ cpu: '1' });
  expect(review.members('none', null as unknown as object)).toEqual({});
  expect(review.members('list', [])).toEqual({});
  expect(problemsFrom(() => review.conclude())).toEqual(
    [
      { field: 'none', value: 'null' },
      { field: 'list', value: '[]' },
    ].map((problem) => ({
      path: 'netbird/peer',
      ...problem,
      reason: 'It must be an object.',
      remedy: 'Write it in braces, or leave it out.',
    })),
  );
});
