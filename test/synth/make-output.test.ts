import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { makeOutput } from '../../lib/synth/make-output.ts';
import { filesBelow, inTemporaryFolder } from '../support/repository.ts';
import { writeSite } from '../support/small-site.ts';

/** Makes the output of a program, with a folder for temporary files that nobody else uses, which must be empty after. */
function madeBy(prepare: (folder: string) => void) {
  return inTemporaryFolder((folder) => {
    const temporary = join(folder, 'temporary');
    mkdirSync(temporary);
    prepare(folder);
    const before = filesBelow(folder);
    const { TMPDIR, CDK8S_OUTDIR } = process.env;
    Object.assign(process.env, { TMPDIR: temporary, CDK8S_OUTDIR: join(folder, 'elsewhere') });
    try {
      return makeOutput(join(folder, 'main.ts'));
    } finally {
      restore({ TMPDIR, CDK8S_OUTDIR });
      expect(readdirSync(temporary)).toEqual([]);
      expect(filesBelow(folder)).toEqual(before);
    }
  });
}

function restore(variables: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}

test('the files of the output are made, and nothing is left on the disk', () => {
  const made = madeBy((folder) => writeSite(folder, { one: 'ü' }));
  expect(made).toEqual({ files: new Map([['app/ConfigMap.one.k8s.yaml', expect.stringContaining('value: ü\n')]]) });
});

test('of a refused site comes what it says, but not that nothing was written', () => {
  const made = madeBy((folder) =>
    writeSite(folder, {}, "new ApiObject(chart, 'a', { apiVersion: 'v1', kind: 'ConfigMap' });"),
  );
  expect(made).toEqual({ failure: expect.stringMatching(/^main\.ts is refused: 1 problem\n.*[^\s]$/s) });
});

test('of a program that cannot be run comes what Node says', () => {
  expect(madeBy(() => {})).toEqual({ failure: expect.stringMatching(/Cannot find module .*main\.ts/) });
});

test.each([
  ['process.exitCode = 3;', '3'],
  ["process.kill(process.pid, 'SIGKILL');", 'SIGKILL'],
])('of a program that says nothing, how it ends: %s', (program, end) => {
  expect(madeBy((folder) => writeFileSync(join(folder, 'main.ts'), program))).toEqual({
    failure: `main.ts says nothing, and ends with ${end}.`,
  });
});

test('of a program that writes what is no output, the file', () => {
  const writes =
    "process.on('exit', () => require('node:fs').writeFileSync(process.env.CDK8S_OUTDIR + '/notes.md', ''));";
  expect(madeBy((folder) => writeSite(folder, { one: 'a' }, writes))).toEqual({
    failure: expect.stringMatching(/^dist\/ holds what synth did not make: 1 problem\n\n {2}dist\/notes\.md\n/),
  });
});
