import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { terminalReport } from '../../../lib/review/report/terminal-report.ts';
import { fleet, manyChanges, reportOn } from '../../support/review-report.ts';

const plain = { showsAll: false, hasColors: false };
const LINE = {
  object: 'StatefulSet netbird/netbird-peer',
  class: 'sync-fails',
  reason: 'made anew by hand on Sunday',
  expires: '2031-05-04',
} as const;

test('each class, the gravest first, with what happens and what to do', () => {
  expect(terminalReport(reportOn(manyChanges), plain)).toMatchSnapshot();
});

test('routine changes are counted, and shown on request', () => {
  const report = reportOn((site) => {
    site.get('Service').metadata.labels.team = 'platform';
  });
  expect(terminalReport(report, plain)).toContain('routine   1 more (npm run review -- --all)');
  expect(terminalReport(report, { ...plain, showsAll: true })).toContain(`routine   Service netbird/netbird-peer
    metadata.labels.team: new, platform
    It is updated in place.`);
});

test('an acknowledged finding stops nothing, and is shown with its reason', () => {
  const text = terminalReport(reportOn(manyChanges, undefined, [LINE]), plain);
  expect(text).toContain('    Acknowledged until 2031-05-04: made anew by hand on Sunday');
  expect(text).not.toContain('stops this change');
});

test('lines that expired, and lines that match nothing, are said', () => {
  const lines = [
    { ...LINE, expires: '2031-05-03' },
    { ...LINE, object: 'Service a/b' },
  ];
  const text = terminalReport(reportOn(manyChanges, undefined, lines), plain);
  expect(
    text,
  ).toContain(`Note: An acknowledgement expired on 2031-05-03 and does not count: sync-fails, StatefulSet netbird/netbird-peer.
Note: An acknowledgement matches nothing; take it out: sync-fails, Service a/b.`);
  expect(text).toContain('1 finding stops this change');
});

test('what is the same for many objects is said once', () => {
  const report = reportOn((site) => {
    fleet(30)(site);
    for (const { spec } of site.all('StatefulSet')) spec.template.spec.containers[0].image = 'netbirdio/netbird:0.66.3';
  }, fleet(30));
  const text = terminalReport(report, plain);
  expect(text.match(/pods-replaced/g)).toHaveLength(1);
  expect(text).toContain('StatefulSet peer-0/netbird-peer and 29 more   (pods-replaced)');
  expect(text).toContain('kept      25 more');
});

test('what an object holds cannot move the cursor', () => {
  const text = terminalReport(
    reportOn((site) => {
      site.get('Service').metadata.labels['a\u001b[2J'] = 'b\rc';
      site.client.image = 'x\u001b[31m:1';
    }),
    { ...plain, showsAll: true },
  );
  for (const control of ['\u001b', '\r']) expect(text).not.toContain(control);
});

test('what an object holds cannot look like a line of the report', () => {
  const text = terminalReport(
    reportOn((site) => {
      site.get('Service').metadata.labels['a\nidentity  StatefulSet netbird/x'] = 'b';
      site.get('ServiceAccount').metadata.name = 'a\nidentity  StatefulSet netbird/y';
    }),
    { ...plain, showsAll: true },
  );
  expect(text).toContain('netbird/x');
  expect(text).toContain('netbird/y');
  expect(text).not.toMatch(/^ *identity {2}/m);
});

test('colours are an addition, never the only sign', () => {
  const report = reportOn(manyChanges);
  const coloured = terminalReport(report, { ...plain, hasColors: true });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what colours are made of
  expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(terminalReport(report, plain));
  expect(coloured).toContain('\u001b[31m');
});

test('the line to copy is YAML, also for an object of a named cluster', () => {
  const text = terminalReport(
    reportOn(
      (site) => {
        const peer = site.remove('StatefulSet');
        peer.spec.serviceName = 'other';
        site.add(peer, 'west/netbird');
      },
      (site) => site.add(site.remove('StatefulSet'), 'west/netbird'),
    ),
    plain,
  );
  const line = text.slice(text.indexOf('  - object:'));
  expect(parse(line)).toEqual([
    expect.objectContaining({ object: 'west: StatefulSet netbird/netbird-peer', class: 'sync-fails' }),
  ]);
});
