import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { inTemporaryFolder, runNode } from './support/repository.ts';

const cli = (...args: string[]) => runNode(['lib/cli.ts', ...args]);

test.each([
  ['no command', [], /^Usage:\n\n {2}npm run check\n/],
  ['a command that there is not', ['chekc'], /^There is no command "chekc"\.\n\nUsage:\n\n {2}npm run check\n/],
  ['what every object has', ['constructor'], /^There is no command "constructor"\.\n/],
])('called with %s, it exits with 2 and says what there is', (_, args, message) => {
  expect(cli(...args)).toMatchObject({ status: 2, stdout: '', stderr: expect.stringMatching(message) });
});

test('what fails on this machine is no answer of a command: it exits with 2', () => {
  inTemporaryFolder((folder) => {
    const withoutTemporaryFolder = { env: { TMPDIR: join(folder, 'none') } };
    expect(runNode(['lib/cli.ts', 'check'], withoutTemporaryFolder)).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringContaining('ENOENT'),
    });
  });
});

test('asked for help, it prints the usage of every command, or of one', () => {
  const all = ['check', 'doctor', 'guard', 'review', 'picture', 'routes'];
  const { status, stdout, stderr } = cli('--help');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect([...new Set(stdout.matchAll(/^ {2}npm run (\w+)/gm).map(([, name]) => name))]).toEqual(all);
  for (const args of [
    ['guard', '--help'],
    ['guard', 'values.yaml', '-h'],
  ]) {
    expect(cli(...args)).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^Usage:\n {2}npm run guard -- <file>/),
      stderr: '',
    });
  }
});
