import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { markdownReport } from '../../../lib/review/report/markdown-report.ts';
import { fleet, manyChanges, reportOn } from '../../support/review-report.ts';

test('a comment for a pull request', () => {
  expect(markdownReport(reportOn(manyChanges))).toMatchSnapshot();
});

test('nothing changed is said in a line', () => {
  expect(markdownReport(reportOn(() => {}))).toMatch(/^<!-- cdk8s-netbird review -->\n\n## Review: nothing changes\n/);
});

test('a report that is too long ends where it must, the gravest findings first, and says what is missing', () => {
  const text = markdownReport(
    reportOn((site) => {
      fleet(300)(site);
      for (const [index, { spec }] of site.all('StatefulSet').entries()) {
        spec.template.spec.containers[0].image = `netbirdio/netbird:${index}`;
        spec.serviceName = `other-${index}`;
      }
    }, fleet(300)),
  );
  expect(Buffer.byteLength(text)).toBeLessThan(60_000);
  expect(Buffer.byteLength(text)).toBeGreaterThan(50_000);
  const shown = text.match(/<details/g)?.length ?? 0;
  const hidden = Number(/\*\*(\d+) findings do not fit into this comment\*\*/.exec(text)?.[1]);
  expect(shown + hidden).toBe(600);
  expect(text).not.toContain('### outage');
  expect(text.match(/<details/g)?.length).toBe(text.match(/<\/details>/g)?.length);
});

test('very many notes, and very long names, leave the comment as short as it must be', () => {
  const long = '`'.repeat(5_000);
  const line = (index: number) =>
    ({ object: `Service a/${index}${long}`, class: 'identity', reason: long, expires: '2031-12-31' }) as const;
  const lines = Array.from({ length: 500 }, (_, index) => line(index));
  const text = markdownReport({
    ...reportOn(
      (site) => {
        for (const service of site.all('Service')) service.metadata.name = long;
        manyChanges(site);
      },
      undefined,
      lines,
    ),
    base: long,
  });
  expect(Buffer.byteLength(text)).toBeLessThan(60_000);
  expect(text).toContain('> and 480 more notes\n');
  expect(text).toContain('### sync-fails');
});

test('whatever stands in an object, it is text in the comment', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme-ascii', minLength: 1 }), (hostile) => {
      const text = markdownReport(
        reportOn((site) => {
          site.get('Service').metadata.labels.team = `</details>|\`@someone ${hostile}`;
        }),
      );
      const row = text.split('\n').find((line) => line.includes('someone')) ?? '';
      expect(row).toMatch(/^\| <code>[^<>|`@]*<\/code> \| {2}\| <code>[^<>|`@]*<\/code> \|$/);
    }),
    { numRuns: 50 },
  );
});
