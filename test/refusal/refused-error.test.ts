import { expect, test } from '@jest/globals';
import { RefusedError } from '../../lib/refusal/refused-error.ts';

const hostBits = { path: 'netbird/peer', field: 'overlay', value: '"x"', reason: 'Host bits.', remedy: 'Mask it.' };
const empty = { path: 'the site', reason: 'It has no objects.', remedy: 'Compose one.' };

test('one problem is told in the singular', () => {
  expect(new RefusedError([empty]).message).toBe(
    'refused: 1 problem\n\n  the site\n      It has no objects. Compose one.',
  );
});

test('several problems are told one below the other, in their order', () => {
  expect(new RefusedError([hostBits, empty]).message).toBe(
    [
      'refused: 2 problems',
      '',
      '  netbird/peer   overlay = "x"',
      '      Host bits. Mask it.',
      '  the site',
      '      It has no objects. Compose one.',
    ].join('\n'),
  );
});

test('the problems are there as data, and the error has a name', () => {
  const error = new RefusedError([hostBits, empty]);
  expect(error.problems).toEqual([hostBits, empty]);
  expect(error.name).toBe('RefusedError');
  expect(error).toBeInstanceOf(Error);
});
