import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { OutputFolder } from '../../lib/synth/output-folder.ts';
import { problemsFrom } from '../support/refusals.ts';
import { filesBelow, inTemporaryFolder } from '../support/repository.ts';

const old = { 'app/ConfigMap.a.k8s.yaml': 'old', 'east/helm-values/cilium.yaml': 'old' };
const made = new Map([
  ['app/ConfigMap.a.k8s.yaml', 'new'],
  ['app/ConfigMap.b.k8s.yaml', 'new'],
  ['helm-values/cilium.yaml', 'new'],
  ['west/app/ConfigMap.c.k8s.yaml', 'new'],
]);

function fill(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
  }
}

/** A folder with an output in it, `dist`, as synth left it. */
function withOutput(use: (dist: string, output: OutputFolder) => void): void {
  inTemporaryFolder((folder) => {
    const dist = join(folder, 'dist');
    fill(dist, old);
    use(dist, new OutputFolder(dist));
  });
}

const problemsOf = (output: OutputFolder) => problemsFrom(() => output.read());
const siblingsOf = (dist: string) => readdirSync(dirname(dist)).sort();

test.each([
  ['dist', 'dist'],
  [resolve('some where/dist'), 'some where/dist'],
  ['..', resolve('..')],
  ['../dist', resolve('../dist')],
  ['.', resolve('.')],
])('the folder %s is called %s: relative, where it is below the working directory', (path, name) => {
  expect(new OutputFolder(path).name).toBe(name);
});

test('what is read is what is there, by paths with slashes', () => {
  withOutput((_, output) => {
    expect(output.exists()).toBe(true);
    expect(Object.fromEntries(output.read())).toEqual(old);
  });
});

test('a folder that does not exist is an output without files', () => {
  inTemporaryFolder((folder) => {
    const output = new OutputFolder(join(folder, 'dist'));
    expect(output.exists()).toBe(false);
    expect(output.read().size).toBe(0);
    output.recover();
    expect(readdirSync(folder)).toEqual([]);
  });
});

test('an output in a folder that does not exist either is written', () => {
  inTemporaryFolder((folder) => {
    const output = new OutputFolder(join(folder, 'some where', 'dist'));
    output.recover();
    output.replace(made);
    expect(filesBelow(join(folder, 'some where', 'dist'))).toEqual(Object.fromEntries(made));
  });
});

test('replacing leaves the new files, and nothing else', () => {
  withOutput((dist, output) => {
    output.replace(made);
    expect(filesBelow(dist)).toEqual(Object.fromEntries(made));
    expect(readdirSync(dist).sort()).toEqual(['app', 'helm-values', 'west']);
    expect(siblingsOf(dist)).toEqual(['dist']);
  });
});

test('what cannot be written leaves the output as it was', () => {
  withOutput((dist, output) => {
    const impossible = new Map([
      ['app/a', ''],
      ['app/a/b', ''],
    ]);
    expect(problemsFrom(() => output.replace(impossible))).toEqual([
      {
        path: dist,
        reason: expect.stringMatching(/^EISDIR: illegal operation on a directory, .*\.$/),
        remedy: 'Mend that, and run it again.',
      },
    ]);
    expect(filesBelow(dist)).toEqual(old);
    expect(siblingsOf(dist)).toEqual(['dist']);
  });
});

test('what is no folder stays, and is refused', () => {
  inTemporaryFolder((folder) => {
    writeFileSync(join(folder, 'dist'), 'mine');
    symlinkSync('dist', join(folder, 'link'));
    for (const name of ['dist', 'link']) {
      const output = new OutputFolder(join(folder, name));
      expect(problemsFrom(() => output.recover())).toEqual([
        {
          path: join(folder, name),
          reason: 'It is no folder, so that none can be written there.',
          remedy: 'Move it away, or delete it.',
        },
      ]);
    }
    const below = new OutputFolder(join(folder, 'dist', 'dist'));
    expect(problemsFrom(() => below.recover())).toMatchObject([{ reason: expect.stringMatching(/^ENOTDIR/) }]);
    expect(filesBelow(folder)).toEqual({ dist: 'mine' });
  });
});

test('what an earlier attempt of the same process left is not mixed with the new files', () => {
  withOutput((dist, output) => {
    fill(`${dist}.next-${process.pid}`, { 'app/ConfigMap.left.k8s.yaml': 'left' });
    output.replace(made);
    expect(filesBelow(dist)).toEqual(Object.fromEntries(made));
  });
});

test.each([
  ['notes.md'],
  ['app/ConfigMap.a.k8s.yml'],
  ['app/ConfigMap.a.k8s.yaml.orig'],
  ['app/values.yaml'],
  ['helm-values/cilium.yaml.orig'],
  ['helm-values/deeper/cilium.yaml'],
  ['a/b/helm-values/cilium.yaml'],
  ['my-helm-values/cilium.yaml'],
])('%s is no file of synth, so that the output is refused rather than replaced', (file) => {
  withOutput((dist, output) => {
    fill(dist, { [file]: 'mine' });
    expect(problemsOf(output)).toEqual([
      {
        path: `${dist}/${file}`,
        reason: `Synth did not make this file; it replaces ${dist}/ as a whole, and would delete it.`,
        remedy: `Move it out of ${dist}/, or delete it.`,
      },
    ]);
  });
});

test('neither is a link, whatever it is called', () => {
  withOutput((dist, output) => {
    symlinkSync('ConfigMap.a.k8s.yaml', join(dist, 'app', 'ConfigMap.link.k8s.yaml'));
    expect(problemsOf(output).map(({ path }) => path)).toEqual([`${dist}/app/ConfigMap.link.k8s.yaml`]);
  });
});

test.each([
  [5, undefined],
  [6, 'So it would 1 more file.'],
  [20, 'So it would 15 more files.'],
])('of %i foreign files, five are named in the order of their names', (count, rest) => {
  withOutput((dist, output) => {
    const names = Array.from({ length: count }, (_, index) => `file-${String.fromCharCode(97 + index)}`);
    fill(dist, Object.fromEntries(names.toReversed().map((name) => [name, 'mine'])));
    const problems = problemsOf(output);
    expect(problems.slice(0, 5).map(({ path }) => path)).toEqual(names.slice(0, 5).map((name) => `${dist}/${name}`));
    const remedy = 'Look whether this is the folder of the output.';
    expect(problems.slice(5)).toEqual(rest === undefined ? [] : [{ path: `${dist}/`, reason: rest, remedy }]);
  });
});

test('foreign files are named in one order, at whatever depth they are', () => {
  withOutput((dist, output) => {
    fill(dist, { 'notes.md': 'mine', 'app/notes.md': 'mine' });
    expect(problemsOf(output).map(({ path }) => path)).toEqual([`${dist}/app/notes.md`, `${dist}/notes.md`]);
  });
});

test('an output that is a link stays one', () => {
  withOutput((dist) => {
    const elsewhere = join(dirname(dist), 'elsewhere');
    renameSync(dist, elsewhere);
    symlinkSync('elsewhere', dist);
    new OutputFolder(dist).replace(made);
    expect(filesBelow(elsewhere)).toEqual(Object.fromEntries(made));
    expect(new OutputFolder(dist).read()).toEqual(made);
    expect(siblingsOf(dist)).toEqual(['dist', 'elsewhere']);
  });
});

test('a link whose target was moved away by a killed synth leads to it again', () => {
  withOutput((dist) => {
    renameSync(dist, join(dirname(dist), 'real.previous'));
    symlinkSync('real', dist);
    new OutputFolder(dist).recover();
    expect(filesBelow(join(dirname(dist), 'real'))).toEqual(old);
    expect(siblingsOf(dist)).toEqual(['dist', 'real']);
  });
});

test('an output that a killed synth had moved away comes back', () => {
  withOutput((dist, output) => {
    renameSync(dist, `${dist}.previous`);
    output.recover();
    expect(filesBelow(dist)).toEqual(old);
    expect(siblingsOf(dist)).toEqual(['dist']);
  });
});

test('one that was replaced already is deleted', () => {
  withOutput((dist, output) => {
    fill(`${dist}.previous`, { 'app/ConfigMap.a.k8s.yaml': 'older' });
    output.recover();
    expect(filesBelow(dist)).toEqual(old);
    expect(siblingsOf(dist)).toEqual(['dist']);
  });
});

test('a folder that is called like a leftover, but was never an output, stays, and stops the replacing', () => {
  withOutput((dist, output) => {
    fill(`${dist}.previous`, { 'thesis.txt': 'mine', 'app/ConfigMap.a.k8s.yaml': 'older' });
    output.recover();
    expect(() => output.replace(made)).toThrow(/ENOTEMPTY/);
    expect(filesBelow(`${dist}.previous`)).toEqual({ 'app/ConfigMap.a.k8s.yaml': 'older', 'thesis.txt': 'mine' });
    expect(filesBelow(dist)).toEqual(old);
    expect(siblingsOf(dist)).toEqual(['dist', 'dist.previous']);
  });
});

test('it does not become the output either', () => {
  withOutput((dist, output) => {
    rmSync(dist, { recursive: true });
    fill(`${dist}.previous`, { 'thesis.txt': 'mine' });
    output.recover();
    expect(existsSync(dist)).toBe(false);
  });
});

// Process 1 is always there, and another user's where the tests do not run as root.
test.each([process.pid, 1])(
  'what the running process %i writes is not taken for the leftovers of a killed one',
  (id) => {
    withOutput((dist, output) => {
      mkdirSync(`${dist}.next-${id}`);
      output.recover();
      expect(siblingsOf(dist)).toEqual(['dist', `dist.next-${id}`]);
    });
  },
);

test('what a process wrote that is gone is deleted, and nothing that is only called alike', () => {
  withOutput((dist, output) => {
    const nobody = 2 ** 22 + 1;
    fill(`${dist}.next-${nobody}`, { 'app/ConfigMap.a.k8s.yaml': 'half' });
    const others = [
      `dist.next-${nobody}.orig`,
      `my-dist.next-${nobody}`,
      `distxnext-${nobody}`,
      'dist.next-',
      'dist.next-a',
    ];
    for (const other of others) mkdirSync(join(dirname(dist), other));
    output.recover();
    expect(siblingsOf(dist)).toEqual(['dist', ...others].sort());
  });
});
