import { expect, test } from '@jest/globals';
import { parseTolerations } from '../../lib/netbird/parse-tolerations.ts';
import { refusalOf } from '../support/refusals.ts';

const key = 'example.org/routing';

test.each([
  [[]],
  [[{ key, operator: 'Exists' }]],
  [[{ key, value: 'yes' }]],
  [[{ key }]],
  [[{ key, operator: 'Equal', value: '' }]],
  [[{ key, operator: 'Equal', value: 'yes', effect: 'NoSchedule' }]],
  [[{ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 60 }]],
])('accepted: %j', (tolerations) => {
  expect(parseTolerations(tolerations)).toEqual(tolerations);
});

test.each([
  ['no list', { key, operator: 'Exists' }],
  ['every taint', [{ operator: 'Exists' }]],
  ['nothing', [null]],
  ['no key', [{ key: '' }]],
  ['a key that is none', [{ key: 'routing peer' }]],
  ['another operator', [{ key, operator: 'In' }]],
  ['a value that exists', [{ key, operator: 'Exists', value: 'yes' }]],
  ['a value that no taint has', [{ key, value: 'not this' }]],
  ['a value that is no string', [{ key, value: 5 }]],
  ['another effect', [{ key, operator: 'Exists', effect: 'Never' }]],
  ['seconds for an effect that does not evict', [{ key, operator: 'Exists', tolerationSeconds: 60 }]],
  ['a part of a second', [{ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 0.5 }]],
  ['a member that there is not', [{ key, operator: 'Exists', seconds: 60 }]],
])('refused: %s', (_, tolerations) => {
  expect(refusalOf(parseTolerations, tolerations)).toEqual({
    reason:
      'It must be a list of tolerations that each name a taint by its key; one without a key tolerates every taint.',
    remedy: 'Write, for example, [{ key: "node-role.kubernetes.io/control-plane", operator: "Exists" }].',
  });
});
