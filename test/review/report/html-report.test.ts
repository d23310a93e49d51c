import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { htmlReport } from '../../../lib/review/report/html-report.ts';
import { fleet, manyChanges, reportOn } from '../../support/review-report.ts';

const page = htmlReport(reportOn(manyChanges), [{ cluster: undefined, svg: '<svg><title>the path</title></svg>' }]);

/** The elements in the order in which they open and close; those that have no end left out. */
function tags(html: string): string[] {
  const body = html.replace(/<style>.*?<\/style>/gs, '');
  return [...body.matchAll(/<(\/?)([a-z0-9]+)/g)]
    .map(([, slash, name]) => `${slash}${name}`)
    .filter((tag) => !['meta', 'doctype'].includes(tag));
}

test('every element that is opened is closed, in order', () => {
  const open: string[] = [];
  for (const tag of tags(page)) {
    if (!tag.startsWith('/')) open.push(tag);
    else expect(open.pop()).toBe(tag.slice(1));
  }
  expect(open).toEqual([]);
});

test('it needs no script and nothing else from anywhere', () => {
  expect(page).not.toMatch(/<script|<link|<img|<iframe|\bsrc=|@import|url\(| on[a-z]+=/i);
  expect([...page.matchAll(/href="([^"]*)"/g)].every(([, target]) => target?.startsWith('#'))).toBe(true);
  expect(page).toContain(
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'`,
  );
});

test('every link leads to something on the page, and nothing has the name of another', () => {
  const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const [, target] of page.matchAll(/href="#([^"]*)"/g)) expect(ids).toContain(target);
});

test('each finding says why its rule is there, and where that can be looked up', () => {
  expect(page).toContain('Most fields of a StatefulSet never change after it was made. (kubernetes: pkg/apis/apps');
});

test('it has the picture, the findings by class, and each object before and after', () => {
  expect(page).toContain('<figure class="picture" tabindex="0"><svg><title>the path</title></svg></figure>');
  expect([...page.matchAll(/<h2 id="([^"]*)"/g)].map(([, id]) => id)).toEqual([
    'sync-fails',
    'exposure',
    'outage',
    'by-hand',
    'no-effect',
    'routine',
    'objects',
  ]);
  expect(page).toContain(
    '<del><code>            storage: 100Mi</code></del><ins><code>            storage: 200Mi</code></ins>',
  );
  expect(page).toMatch(/<summary>\d+ lines that did not change<\/summary>/);
});

test('a data path that is too large is not drawn, and what draws it is said', () => {
  const report = reportOn(manyChanges);
  expect(htmlReport(report, [{ cluster: undefined, svg: undefined }])).toContain(
    '<code>npm run picture -- --output site.svg</code>',
  );
  expect(htmlReport(report, [{ cluster: 'west', svg: undefined }])).toContain(
    '<code>npm run picture -- --output west.svg --cluster west</code>',
  );
});

test('notes come before the findings', () => {
  const html = htmlReport({ ...reportOn(manyChanges), notes: ['The base is <HEAD>.'] }, []);
  expect(html.indexOf('<p class="note">The base is &#60;HEAD&#62;.</p>')).toBeGreaterThan(0);
  expect(html.indexOf('class="note"')).toBeLessThan(html.indexOf('<main>'));
});

test('a page about very many objects shows the first, and counts the others', () => {
  const text = htmlReport(
    reportOn((site) => {
      fleet(300)(site);
      for (const [index, { spec }] of site.all('StatefulSet').entries()) spec.serviceName = `other-${index}`;
    }, fleet(300)),
    [],
  );
  expect(text).toContain('<p>100 more objects are not shown.</p>');
  expect(text).toContain('<p>100 more are not shown: npm run review -- --all</p>');
});

test('whatever stands in an object, it is text on the page', () => {
  const count = (text: string) => tags(text).length;
  const withLabel = (label: string) =>
    htmlReport(
      reportOn((site) => {
        site.get('Service').metadata.labels.team = label;
      }),
      [],
    );
  const plain = count(withLabel('platform'));
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme-ascii' }), (hostile) => {
      expect(count(withLabel(`x</code><script>alert(1)</script>"' ${hostile}`))).toBe(plain);
    }),
    { numRuns: 50 },
  );
});
