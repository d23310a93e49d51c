import { expect, test } from '@jest/globals';
import { summarize } from '../../lib/synth/summary.ts';

const files = (entries: Record<string, string>) => new Map(Object.entries(entries));

test('one line for each chart, and the files that changed below it', () => {
  const before = files({ 'app/A': '1', 'app/B': '1', 'gone/A': '1', 'same/A': '1' });
  const after = files({ 'app/A': '2', 'app/C': '1', 'new-chart/A': '1', 'same/A': '1' });
  expect(summarize(before, after)).toBe(
    `  app          2 objects   1 added, 1 changed, 1 removed
      added    app/C
      changed  app/A
      removed  app/B
  gone         0 objects   1 removed
      removed  gone/A
  new-chart     1 object   1 added
      added    new-chart/A
  same          1 object   unchanged`,
  );
});

test('the charts of several clusters each have a line', () => {
  const after = files({ 'east/app/A': '1', 'west/app/A': '1', 'west/helm-values/cilium.yaml': '1' });
  expect(summarize(new Map(), after).match(/^ {2}\S.*/gm)).toEqual([
    '  east/app             1 object   1 added',
    '  west/app             1 object   1 added',
    '  west/helm-values       1 file   1 added',
  ]);
});

test('an index beside the charts is a line too', () => {
  const after = files({ 'app/A': '1', 'index.json': '1', 'hub/index.json': '1' });
  expect(summarize(new Map(), after).match(/^ {2}\S.*/gm)).toEqual([
    '  app                1 object   1 added',
    '  hub/index.json       1 file   1 added',
    '  index.json           1 file   1 added',
  ]);
});

test.each([
  [10, []],
  [11, ['      and 1 more']],
  [25, ['      and 15 more']],
])('a summary stays one: of %i files, ten are named', (count, rest) => {
  const many = files(Object.fromEntries(Array.from({ length: count }, (_, index) => [`app/${index}`, ''])));
  const lines = summarize(new Map(), many).split('\n');
  expect(lines.filter((line) => /^ {6}added {4}app/.test(line))).toHaveLength(10);
  expect(lines.slice(11)).toEqual(rest);
});
