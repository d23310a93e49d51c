import { expect, test } from '@jest/globals';
import { acknowledge, readAcknowledgements } from '../../lib/review/acknowledgements.ts';
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

test('no file, and an empty one, acknowledge nothing', () => {
  expect(readAcknowledgements(undefined)).toEqual([]);
  expect(readAcknowledgements('# none\n')).toEqual([]);
});

test('a file is read line by line', () => {
  expect(readAcknowledgements(`- ${JSON.stringify(LINE)}\n`)).toEqual([LINE]);
});

test.each<[string, string, RegExp]>([
  [
    'a misspelt key',
    `- ${JSON.stringify({ ...LINE, expiry: '2031-01-01' })}`,
    /line 1 of the list: Unrecognized key: "expiry"/,
  ],
  ['no reason', `- ${JSON.stringify({ ...LINE, reason: undefined })}`, /line 1 of the list, reason: /],
  ['a reason that says nothing', `- ${JSON.stringify({ ...LINE, reason: 'ok' })}`, /reason: say why, in a sentence/],
  ['no day', `- ${JSON.stringify({ ...LINE, expires: 'never' })}`, /expires: write a date/],
  ['a day that does not exist', `- ${JSON.stringify({ ...LINE, expires: '2031-02-30' })}`, /expires: write a date/],
  ['an unknown class', `- ${JSON.stringify({ ...LINE, class: 'outages' })}`, /class: Invalid option/],
  ['a mapping', JSON.stringify(LINE), /the file: Invalid input: expected array/],
  ['broken YAML', '- [', /is not YAML/],
])('%s is refused, as a whole', (_, text, message) => {
  expect(() => readAcknowledgements(text)).toThrow(message);
});
