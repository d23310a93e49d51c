import { expect, test } from '@jest/globals';
import { isGoBoolean, isGoTrue } from '../../../lib/cilium/config/settings.ts';

test.each(['1', 't', 'T', 'true', 'TRUE', 'True', ' true\n'])('Go takes %j for true', (text) => {
  expect([isGoTrue(text), isGoBoolean(text)]).toEqual([true, true]);
});

test.each(['0', 'f', 'F', 'false', 'FALSE', 'False', '', ' ', 'false\n'])('Go takes %j for false', (text) => {
  expect([isGoTrue(text), isGoBoolean(text)]).toEqual([false, true]);
});

test.each(['yes', 'on', 'tRUE', '2', 'true false'])('Go takes %j for neither', (text) => {
  expect([isGoTrue(text), isGoBoolean(text)]).toEqual([false, false]);
});

test('what is absent is not true', () => {
  expect(isGoTrue(undefined)).toBe(false);
});
