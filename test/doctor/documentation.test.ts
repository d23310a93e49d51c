import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { CHECK_NAMES } from '../../lib/doctor/check.ts';
import { root } from '../support/repository.ts';

const sources = globSync('lib/doctor/**/*.ts', { cwd: root });
const links = new Set(
  sources.flatMap((file) =>
    [...read(file).matchAll(/(?:docs\/[\w./-]+|README)\.md(?:#[\w-]+)?/g)].map(([link]) => link),
  ),
);

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

/** As GitHub makes them of headings. */
function anchors(file: string): string[] {
  return [...read(file).matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\w\s-]/g, '')
      .replaceAll(' ', '-'),
  );
}

test('there are links to look at', () => {
  expect(links.size).toBeGreaterThan(10);
});

test.each([...links])('%s exists', (link) => {
  const [file = '', anchor] = link.split('#');
  expect(globSync(file, { cwd: root })).toEqual([file]);
  if (anchor !== undefined) expect(anchors(file)).toContain(anchor);
});

test('every check has a section of its own', () => {
  expect(anchors('docs/doctor.md')).toEqual(expect.arrayContaining([...CHECK_NAMES]));
});

test('the doctor knows no cdk8s', () => {
  const seen = new Set<string>();
  const visit = (file: string) => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const [, name = ''] of read(file).matchAll(/^(?:import|export) [^;]*?from '([^']+)'/gm)) {
      expect(`${file}: ${name}`).not.toMatch(/: (cdk8s|constructs)/);
      if (name.startsWith('.')) visit(join(file, '..', name));
    }
  };
  for (const file of sources) visit(file);
  expect(seen).toContain('lib/cilium/device-filter.ts');
});
