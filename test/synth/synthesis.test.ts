import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { ApiObject, type App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import type { SiteReview } from '../../lib/output/site-reviewer.ts';
import { OutputFolder } from '../../lib/synth/output-folder.ts';
import { synthesis } from '../../lib/synth/synthesis.ts';
import { filesBelow, inTemporaryFolder } from '../support/repository.ts';

/** One object, and a construct that says something of it. */
function compose(site: App, { warnings = 0, notes = 0, value = 'a' }): void {
  const chart = new Chart(site, 'app');
  const metadata = { name: 'one', namespace: 'default' };
  new ApiObject(chart, 'one', { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { value } });
  new Talkative(chart, warnings, notes);
}

class Talkative extends Construct {
  private readonly warnings: number;
  private readonly notes: number;

  constructor(scope: Construct, warnings: number, notes: number) {
    super(scope, 'talkative');
    this.warnings = warnings;
    this.notes = notes;
  }

  reviewSite(): SiteReview {
    const { path } = this.node;
    return {
      problems: [],
      warnings: Array.from({ length: this.warnings }, (_, index) => ({
        path,
        reason: `Warning ${index}.`,
        remedy: 'Mend it.',
      })),
      notes: Array.from({ length: this.notes }, (_, index) => ({ path, text: `Note ${index}.` })),
    };
  }
}

/** What a synth says, in a folder with an output of that value. */
function synthesisOf(change: { warnings?: number; notes?: number; value?: string }, present?: string) {
  return inTemporaryFolder((folder) => {
    const dist = join(folder, 'dist');
    if (present !== undefined)
      synthesis((site) => compose(site, { value: present }), new OutputFolder(dist), 'site.ts');
    const { exitCode, stdout } = synthesis((site) => compose(site, change), new OutputFolder(dist), 'site.ts');
    expect(exitCode).toBe(0);
    return stdout?.replace(dist, 'dist').replace(/\d{1,3}\.\d\d s$/, '0.00 s');
  });
}

/** What it says instead, of a folder with that output. */
function failureOf(failing: (site: App) => void, present: Readonly<Record<string, string>> = {}) {
  return inTemporaryFolder((folder) => {
    const dist = join(folder, 'dist');
    for (const [file, content] of Object.entries(present)) {
      mkdirSync(join(dist, 'app'), { recursive: true });
      writeFileSync(join(dist, file), content);
    }
    const { exitCode, stdout, stderr = '' } = synthesis(failing, new OutputFolder(dist), 'site.ts');
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: undefined });
    expect(filesBelow(folder)).toEqual(
      Object.fromEntries(Object.entries(present).map(([file, content]) => [`dist/${file}`, content])),
    );
    return stderr.replaceAll(dist, 'dist');
  });
}

test('what was written is summed up', () => {
  expect(synthesisOf({})).toBe(`  app     1 object   1 added
      added    app/ConfigMap.one.k8s.yaml
dist/ written, 0.00 s`);
});

test.each([
  ['a', 'is up to date'],
  ['b', 'written'],
])('over an output of the value "a", one of "%s" %s', (value, end) => {
  expect(synthesisOf({ value }, 'a')).toContain(`\ndist/ ${end}, 0.00 s`);
});

test('an output that is up to date is not touched', () => {
  inTemporaryFolder((folder) => {
    const dist = join(folder, 'dist');
    const outputs = [1, 2].map(() => {
      synthesis((site) => compose(site, {}), new OutputFolder(dist), 'site.ts');
      const { ino, mtimeMs } = statSync(dist);
      return { ino, mtimeMs };
    });
    expect(outputs[1]).toEqual(outputs[0]);
  });
});

test('warnings, and what must hold elsewhere, stand apart from the summary and from its end', () => {
  expect(synthesisOf({ warnings: 2, notes: 1 }, 'a')).toBe(`  app     1 object   unchanged

2 warnings

  app/talkative
      Warning 0. Mend it.
  app/talkative
      Warning 1. Mend it.

what must hold outside of this site

  app/talkative
      Note 0.

dist/ is up to date, 0.00 s`);
});

test('one warning is one', () => {
  expect(synthesisOf({ warnings: 1 }, 'a')).toBe(`  app     1 object   unchanged

1 warning

  app/talkative
      Warning 0. Mend it.

dist/ is up to date, 0.00 s`);
});

test.each([
  [10, 10, undefined],
  [11, 10, '  and 1 more'],
])('of %i notes %i are shown', (notes, shown, rest) => {
  const lines = synthesisOf({ notes }, 'a')?.split('\n') ?? [];
  expect(lines.filter((line) => line.includes('Note '))).toHaveLength(shown);
  expect(lines.find((line) => line.includes(' more'))).toBe(rest);
});

test.each([
  [{}, 'nothing was written'],
  [{ 'app/ConfigMap.one.k8s.yaml': 'a' }, 'dist/ is as it was'],
])('a refusal says what is wrong, and of an output of %j that %s', (present, consequence) => {
  expect(failureOf((site) => void new Chart(site, 'app'), present)).toBe(`site.ts is refused: 1 problem, ${consequence}

  the site
      It has no objects. Compose at least one construct in a Chart.`);
});

test('so does an error of the program, with the place where it comes from', () => {
  const failing = () => {
    throw new Error('No more paper.');
  };
  expect(failureOf(failing)).toMatch(
    /^site\.ts failed, nothing was written\n\nError: No more paper\.\n +at failing \(.*synthesis\.test\.ts/,
  );
});

test('what is thrown without being an error is shown as it is', () => {
  const failing = () => {
    throw 'No more paper.';
  };
  expect(failureOf(failing)).toBe('site.ts failed, nothing was written\n\nNo more paper.');
});
