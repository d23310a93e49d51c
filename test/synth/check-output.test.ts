import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { cloneInto, filesBelow, inTemporaryFolder, runNode } from '../support/repository.ts';
import { runSite, writeSite } from '../support/small-site.ts';

const check = (cwd: string, ...args: string[]) => runNode(['lib/cli.ts', ...args], { cwd });

/** A clone whose site is a small one, synthesized. */
function withClone(use: (folder: string) => void): void {
  inTemporaryFolder((parent) => {
    const folder = cloneInto(join(parent, 'clone'));
    rmSync(join(folder, 'dist'), { recursive: true });
    writeSite(folder, { one: 'a', two: 'b' });
    expect(runSite(folder).status).toBe(0);
    use(folder);
  });
}

test('an output that is what synth makes passes', () => {
  withClone((folder) => {
    expect(check(folder, 'check')).toMatchObject({
      status: 0,
      stdout: 'dist/ is what synth makes: 2 files\n',
      stderr: '',
    });
  });
});

test('each file that differs is named, with what repairs it, and nothing is written', () => {
  withClone((folder) => {
    writeSite(folder, { one: 'changed', three: 'c' });
    const before = filesBelow(join(folder, 'dist'));
    expect(check(folder, 'check')).toMatchObject({
      status: 1,
      stdout: '',
      stderr: `dist/ is not what synth makes:

  missing    dist/app/ConfigMap.three.k8s.yaml
  different  dist/app/ConfigMap.one.k8s.yaml
  stale      dist/app/ConfigMap.two.k8s.yaml

Run npm run synth, and commit dist/.
`,
    });
    expect(filesBelow(join(folder, 'dist'))).toEqual(before);
  });
});

test('a single byte is a difference', () => {
  withClone((folder) => {
    const [[file = '', content] = []] = Object.entries(filesBelow(join(folder, 'dist')));
    writeFileSync(join(folder, 'dist', file), `${content}\n`);
    expect(check(folder, 'check').stderr).toContain(`different  dist/${file}`);
  });
});

test('a file that synth does not make is named', () => {
  withClone((folder) => {
    writeFileSync(join(folder, 'dist', 'notes.md'), '');
    expect(check(folder, 'check')).toMatchObject({ status: 1, stderr: expect.stringContaining('dist/notes.md') });
  });
});

test('a refused site fails the check, with its problems', () => {
  withClone((folder) => {
    writeSite(folder, {});
    const { status, stderr } = check(folder, 'check');
    expect(status).toBe(1);
    expect(stderr).toBe(`main.ts is refused: 1 problem

  the site
      It has no objects. Compose at least one construct in a Chart.
`);
  });
});

test.each([[[]], [['chekc']], [['check', 'more']]])('wrong usage %p exits with 2 and says what there is', (args) => {
  withClone((folder) => {
    const { status, stderr } = check(folder, ...args);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^(check takes no arguments\.\n\n)?Usage:\n+ {2}npm run check\n/);
  });
});
