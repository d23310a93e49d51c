import { expect, test } from '@jest/globals';
import { acknowledge, parseAcknowledgements } from '../../lib/review/acknowledgements.ts';
import { NotReviewable } from '../../lib/review/not-reviewable.ts';
import { reviewSite } from '../../lib/review/review-site.ts';
import { asItIs, sides } from '../support/site-editor.ts';

const LINE = {
  object: 'StatefulSet netbird/netbird-peer',
  class: 'sync-fails',
  reason: 'made anew by hand on Sunday',
  expires: '2031-05-04',
} as const;

const { before, after } = sides(asItIs, (site) => {
  site.get('StatefulSet').spec.serviceName = 'other';
});
const { findings } = reviewSite(before, after);

test('a line acknowledges the findings of its object and class, to the end of its day', () => {
  const { byFinding, expired, unused } = acknowledge(findings, [LINE], '2031-05-04');
  expect([...byFinding.keys()].map(({ rule }) => rule)).toEqual(['stateful-set-immutable']);
  expect({ expired, unused }).toEqual({ expired: [], unused: [] });
});

test('a line that has expired does not count', () => {
  const { byFinding, expired, unused } = acknowledge(findings, [LINE], '2031-05-05');
  expect({ size: byFinding.size, expired, unused }).toEqual({ size: 0, expired: [LINE], unused: [] });
});

test.each([
  { ...LINE, class: 'identity' as const },
  { ...LINE, object: 'StatefulSet netbird/other' },
])('a line for something else counts for nothing, and is said: %j', (line) => {
  const { byFinding, unused } = acknowledge(findings, [line], '2031-05-04');
  expect({ size: byFinding.size, unused }).toEqual({ size: 0, unused: [line] });
});

test('an empty file acknowledges nothing', () => {
  expect(parseAcknowledgements('# none\n')).toEqual([]);
});

test('a file is read line by line', () => {
  expect(parseAcknowledgements(`- ${JSON.stringify(LINE)}\n`)).toEqual([LINE]);
});

/** Two lines, the second of them otherwise. */
const second = (change: object) => `- ${JSON.stringify(LINE)}\n- ${JSON.stringify({ ...LINE, ...change })}\n`;

test.each<[string, string, string]>([
  ['a misspelt key', second({ expiry: '2031-01-01' }), ':2: There is no key "expiry".'],
  ['no reason', second({ reason: undefined }), ':2: reason: Say why, in a sentence.'],
  ['a reason that says nothing', second({ reason: 'ok' }), ':2: reason: Say why, in a sentence.'],
  ['no object', second({ object: '' }), ':2: object: Name the object as the report does.'],
  ['no day', second({ expires: 'never' }), ':2: expires: Write a date, for example "2031-12-31".'],
  ['a day that does not exist', second({ expires: '2031-02-30' }), ':2: expires: Write a date, for example'],
  ['an unknown class', second({ class: 'outages' }), ':2: class: The classes are identity, sync-fails, '],
  ['a line that is a text', '- one\n', ':1: It must have the keys object, class, reason and expires.'],
  ['a mapping', `\n${JSON.stringify(LINE)}`, ':2: It must be a list.'],
  ['a text', 'words', ':1: It must be a list.'],
  ['broken YAML', '- a: b\n- [\n', ':3: It is not YAML: '],
  ['two documents', '- a: b\n---\n- a: b\n', ':2: It is not YAML: '],
  ['an alias', '- &a { object: x }\n- *a\n', ':2: An alias is not followed: write the value itself.'],
  ['an alias of nothing', '- *a\n', ':1: An alias is not followed: write the value itself.'],
])('%s is refused, as a whole, and the line is named', (_, text, message) => {
  expect(() => parseAcknowledgements(text)).toThrow(NotReviewable);
  expect(() => parseAcknowledgements(text)).toThrow(`review.acknowledged.yaml${message}`);
});

test('all that is wrong is said at once', () => {
  expect(() => parseAcknowledgements(second({ class: 'x', reason: '' }))).toThrow(/:2: class: .*\n.*:2: reason: /);
});
