import { readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { checkCommand } from '../../lib/committed/check-command.ts';
import { git } from '../support/git.ts';
import { cloneInto, filesBelow, inTemporaryFolder, runNode } from '../support/repository.ts';
import { runSite, writeSite } from '../support/small-site.ts';

/** A folder with a small site, synthesized, as the working directory. */
function withSite(use: (folder: string) => void): void {
  const home = process.cwd();
  inTemporaryFolder((folder) => {
    writeSite(folder, { one: 'a', two: 'b' });
    expect(runSite(folder).status).toBe(0);
    process.chdir(folder);
    try {
      withVariables({ CI: '' }, () => use(folder));
    } finally {
      process.chdir(home);
    }
  });
}

function withVariables(variables: Readonly<Record<string, string>>, use: () => void): void {
  const before = { ...process.env };
  Object.assign(process.env, variables);
  try {
    use();
  } finally {
    for (const name of Object.keys(variables)) {
      delete process.env[name];
      if (before[name] !== undefined) process.env[name] = before[name];
    }
  }
}

const PASSES = /^dist\/ is what synth makes: 2 files$/m;

test('an output that is what synth makes passes', () => {
  withSite(() => {
    expect(checkCommand.run([])).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(PASSES) });
  });
});

test('each file that differs is named, with what repairs it, and nothing is written', () => {
  withSite((folder) => {
    writeSite(folder, { one: 'changed', three: 'c' });
    const before = filesBelow(join(folder, 'dist'));
    expect(checkCommand.run([])).toEqual({
      exitCode: 1,
      stderr: `dist/ is not what synth makes:

  missing    dist/app/ConfigMap.three.k8s.yaml
  different  dist/app/ConfigMap.one.k8s.yaml
  stale      dist/app/ConfigMap.two.k8s.yaml

Run npm run synth, and commit dist/.`,
    });
    expect(filesBelow(join(folder, 'dist'))).toEqual(before);
  });
});

test('an output that was never made misses all of its files', () => {
  withSite((folder) => {
    rmSync(join(folder, 'dist'), { recursive: true });
    expect(checkCommand.run([])).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/missing {4}.*\.one\..*\n {2}missing {4}.*\.two\./),
    });
    expect(readdirSync(folder)).toEqual(['main.ts']);
  });
});

test('what a killed synth left behind is put in order first', () => {
  withSite((folder) => {
    renameSync(join(folder, 'dist'), join(folder, 'dist.previous'));
    expect(checkCommand.run([])).toMatchObject({ exitCode: 0 });
    expect(readdirSync(folder)).toEqual(['dist', 'main.ts']);
  });
});

test('CDK8S_OUTDIR names another folder', () => {
  withSite((folder) => {
    renameSync(join(folder, 'dist'), join(folder, 'elsewhere'));
    withVariables({ CDK8S_OUTDIR: 'elsewhere' }, () => {
      expect(checkCommand.run([])).toMatchObject({
        stdout: expect.stringMatching(/^elsewhere\/ is what synth makes: /),
      });
    });
  });
});

test('a single byte is a difference', () => {
  withSite((folder) => {
    const [[file = '', content] = []] = Object.entries(filesBelow(join(folder, 'dist')));
    writeFileSync(join(folder, 'dist', file), `${content}\n`);
    expect(checkCommand.run([])).toMatchObject({ stderr: expect.stringContaining(`different  dist/${file}`) });
  });
});

test('a file that synth does not make is named', () => {
  withSite((folder) => {
    writeFileSync(join(folder, 'dist', 'notes.md'), '');
    expect(checkCommand.run([])).toMatchObject({
      exitCode: 1,
      stderr: `dist/ holds what synth did not make: 1 problem

  dist/notes.md
      Synth did not make this file; it replaces dist/ as a whole, and would delete it. Move it out of dist/, or delete it.`,
    });
  });
});

test('a refused site fails the check, with its problems', () => {
  withSite((folder) => {
    writeSite(folder, {});
    expect(checkCommand.run([])).toEqual({
      exitCode: 1,
      stderr: `main.ts is refused: 1 problem

  the site
      It has no objects. Compose at least one construct in a Chart.`,
    });
  });
});

test('what stands in the way of the output is said', () => {
  withSite((folder) => {
    rmSync(join(folder, 'dist'), { recursive: true });
    writeFileSync(join(folder, 'dist'), '');
    expect(checkCommand.run([])).toEqual({
      exitCode: 1,
      stderr: `dist/ cannot be used: 1 problem

  dist
      It is no folder, so that none can be written there. Move it away, or delete it.`,
    });
  });
});

test('arguments are refused, with what there is', () => {
  expect(checkCommand.run(['more'])).toMatchObject({
    exitCode: 2,
    stderr: expect.stringMatching(/^check takes no arguments\.\n\nUsage:\n {2}npm run check\n {6}\S/),
  });
});

test('as a program, called with an argument, it exits with 2 and says what there is', () => {
  const { status, stdout, stderr } = runNode(['lib/cli.ts', 'check', 'more']);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(/^check takes no arguments\.\n\nUsage:\n+ {2}npm run check\n/);
});

test('as a program, it exits with 1 when the output of its own folder is not what synth makes', () => {
  inTemporaryFolder((parent) => {
    const clone = cloneInto(join(parent, 'clone'));
    writeSite(clone, {});
    expect(runNode(['lib/cli.ts', 'check'], { cwd: clone })).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringMatching(/^main\.ts is refused: 1 problem\n/),
    });
  });
});

/** The small site, all of it committed. */
function withRepository(use: (folder: string) => void): void {
  withSite((folder) => {
    git(folder, 'init', '-q');
    git(folder, 'add', '.');
    git(folder, 'commit', '-qm', 'site');
    use(folder);
  });
}

test('an output that git has passes, be it only staged', () => {
  withRepository((folder) => {
    expect(checkCommand.run([])).toEqual({ exitCode: 0, stdout: 'dist/ is what synth makes: 2 files' });
    writeSite(folder, { one: 'changed', three: 'c' });
    expect(runSite(folder).status).toBe(0);
    git(folder, 'add', 'dist');
    expect(checkCommand.run([])).toMatchObject({ exitCode: 0 });
  });
});

test('new, changed and deleted files that git does not have are named, with what repairs it', () => {
  withRepository((folder) => {
    writeSite(folder, { one: 'changed', three: 'c' });
    expect(runSite(folder).status).toBe(0);
    expect(checkCommand.run([])).toEqual({
      exitCode: 1,
      stderr: `dist/ is what synth makes, but git does not have all of it:

  dist/app/ConfigMap.one.k8s.yaml
  dist/app/ConfigMap.two.k8s.yaml
  dist/app/ConfigMap.three.k8s.yaml

Run git add dist/, and commit.`,
    });
  });
});

test('an output that git ignores is no output for Argo CD', () => {
  withRepository((folder) => {
    git(folder, 'rm', '-rq', '--cached', 'dist');
    writeFileSync(join(folder, '.gitignore'), 'node_modules/\n*.k8s.yaml\n');
    git(folder, 'add', '.');
    git(folder, 'commit', '-qm', 'ignored');
    expect(checkCommand.run([])).toEqual({
      exitCode: 1,
      stderr: `dist/ is what synth makes, but git does not have all of it:

  dist/app/ConfigMap.one.k8s.yaml
  dist/app/ConfigMap.two.k8s.yaml

Git ignores them, and Argo CD would never see them: take out the line .gitignore:2; then run git add dist/, and commit.`,
    });
  });
});

test.each<[string, (folder: string) => Readonly<Record<string, string>>, RegExp]>([
  ['no repository', (folder) => ({ GIT_CEILING_DIRECTORIES: dirname(folder) }), /not a git repository/],
  ['no git', () => ({ PATH: '/nowhere' }), /git cannot be run \(ENOENT\)\./],
  ['a repository that is broken', broken, /./],
])('with %s that is said, and in CI it does not pass', (_, prepare, reason) => {
  withSite((folder) => {
    withVariables(prepare(folder), () => {
      const said = new RegExp(`^Whether git has dist/ is not known:\n\n  .*${reason.source}`, 'm');
      const passed = checkCommand.run([]);
      expect(passed).toEqual({ exitCode: 0, stdout: expect.stringMatching(PASSES) });
      expect(passed).toMatchObject({ stdout: expect.stringMatching(said) });
      withVariables({ CI: 'true' }, () => {
        expect(checkCommand.run([])).toEqual({ exitCode: 1, stderr: expect.stringMatching(said) });
      });
    });
  });
});

function broken(folder: string): Record<string, string> {
  git(folder, 'init', '-q');
  writeFileSync(join(folder, '.git', 'index'), 'broken');
  return {};
}

test('a picture of another site is named, with what repairs it', () => {
  withSite((folder) => {
    writeFileSync(join(folder, 'README.md'), '<!-- picture:begin -->\nanother\n<!-- picture:end -->\n');
    expect(checkCommand.run([])).toEqual({
      exitCode: 1,
      stderr: `Not a picture of what synth makes: README.md

Run npm run picture -- --embed, and commit README.md.`,
    });
  });
});
