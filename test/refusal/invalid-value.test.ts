import { expect, test } from '@jest/globals';
import { InvalidValue } from '../../lib/refusal/invalid-value.ts';

test('an invalid value says why, and what to write instead', () => {
  const error = new InvalidValue('Host bits are set.', 'Write "192.168.1.0/24".');
  expect(error.message).toBe('Host bits are set. Write "192.168.1.0/24".');
  expect(error).toMatchObject({
    name: 'InvalidValue',
    reason: 'Host bits are set.',
    remedy: 'Write "192.168.1.0/24".',
    mayShowValue: true,
  });
});

test('an invalid value may be a secret', () => {
  expect(new InvalidValue('It is a password.', 'Take it out.', { mayShowValue: false }).mayShowValue).toBe(false);
});
