import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { git, write } from '../support/git.ts';
import { cloneInto, inTemporaryFolder, type Outcome, root, runNode } from '../support/repository.ts';
import { writeSite } from '../support/small-site.ts';

function review(folder: string, ...args: string[]): Outcome {
  return runNode(['lib/cli.ts', 'review', ...args], { cwd: folder });
}

/** A clone of this repository with one commit, on a branch of its own. */
function withClone(use: (folder: string) => void): void {
  inTemporaryFolder((parent) => {
    const folder = cloneInto(join(parent, 'clone'));
    git(folder, 'init', '-q', '-b', 'main');
    writeFileSync(join(folder, '.gitignore'), 'node_modules\n');
    git(folder, 'add', '.');
    git(folder, 'commit', '-qm', 'base');
    git(folder, 'checkout', '-qb', 'change');
    use(folder);
  });
}

/** Changes main.ts as a person would. */
function edit(folder: string, from: string, to: string): void {
  const path = join(folder, 'main.ts');
  const text = readFileSync(path, 'utf8');
  if (!text.includes(from)) throw new Error(`main.ts has no ${from}.`);
  writeFileSync(path, text.replace(from, to));
}

const SIZE = `storageSize: '200Mi',\n    overlay`;

test('nothing changed: one line, the identity that is kept, and 0', () => {
  withClone((folder) => {
    const { status, stdout, stderr } = review(folder);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(
      /^Compared with [0-9a-f]{7}, the merge base with main: \d+ objects unchanged\n\nkept +StatefulSet netbird\/netbird-peer: claim /,
    );
  });
});

test('an output that somebody edited is said, whatever is in it', () => {
  withClone((folder) => {
    const note =
      'Note: This is what main.ts makes. A merge delivers dist/, which is something else: npm run check names the files.';
    expect(review(folder).stdout).not.toContain(note);
    const file = 'dist/netbird/StatefulSet.netbird-peer.k8s.yaml';
    write(folder, file, readFileSync(join(folder, file), 'utf8').replace('storage: 100Mi', 'storage: 200Mi'));
    git(folder, 'commit', '-qam', 'by hand');
    expect(review(folder)).toMatchObject({ status: 0, stdout: expect.stringContaining(note) });
    write(folder, 'dist/notes.md', '');
    expect(review(folder)).toMatchObject({ status: 0, stdout: expect.stringContaining(note) });
  });
});

test('a class that stops exits with 1, an acknowledged one with 0, and an expired line does not count', () => {
  withClone((folder) => {
    edit(folder, 'overlay', SIZE);
    const { status, stdout } = review(folder);
    expect(status).toBe(1);
    expect(stdout).toContain(`sync-fails  StatefulSet netbird/netbird-peer   (stateful-set-immutable)
    spec.volumeClaimTemplates[netbird-config].spec.resources.requests.storage: 100Mi → 200Mi
`);
    expect(stdout).toContain('1 finding stops this change (identity, sync-fails).');
    expect(review(folder, '--fail-on', 'none').status).toBe(0);
    expect(review(folder, '--fail-on', 'identity,order').status).toBe(0);

    const line = (expires: string) =>
      `- object: StatefulSet netbird/netbird-peer\n  class: sync-fails\n  reason: made anew on Sunday\n  expires: "${expires}"\n`;
    write(folder, 'review.acknowledged.yaml', line('2999-12-31'));
    const acknowledged = review(folder);
    expect(acknowledged.status).toBe(0);
    expect(acknowledged.stdout).toContain('Acknowledged until 2999-12-31: made anew on Sunday');
    write(folder, 'review.acknowledged.yaml', line('2020-01-01'));
    const expired = review(folder);
    expect(expired.status).toBe(1);
    expect(expired.stdout).toContain('Note: An acknowledgement expired on 2020-01-01 and does not count');
    write(folder, 'review.acknowledged.yaml', 'all: true\n');
    expect(review(folder)).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^There is no review\.\n\n {2}review\.acknowledged\.yaml:1: It must be a list\.\n/),
    });
    rmSync(join(folder, 'review.acknowledged.yaml'));
    write(folder, 'review.acknowledged.yaml/a', '');
    expect(review(folder)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('review.acknowledged.yaml cannot be read (EISDIR).'),
    });
  });
});

test('what is not read on a terminal has no colours, in CI too', () => {
  withClone((folder) => {
    edit(folder, 'overlay', SIZE);
    const { stdout } = runNode(['lib/cli.ts', 'review'], { cwd: folder, env: { CI: 'true', FORCE_COLOR: '1' } });
    expect(stdout).toContain('sync-fails');
    expect(stdout).not.toContain('\u001b');
  });
});

test('manifests of a running peer are a base: what is kept, and what the API server would refuse', () => {
  withClone((folder) => {
    write(folder, 'running.yaml', readFileSync(join(root, 'test/netbird/running-stateful-set.yaml')));
    const { status, stdout } = review(folder, '--base', 'running.yaml');
    expect(status).toBe(1);
    expect(stdout).toMatch(
      /kept +StatefulSet netbird\/netbird-peer: claim netbird-config-netbird-peer-<ordinal>, mounted at \/var\/lib\/netbird/,
    );
    expect(stdout).toContain('    spec.podManagementPolicy: OrderedReady → Parallel\n');
    write(
      folder,
      'running.yaml',
      readFileSync(join(folder, 'running.yaml'), 'utf8').replace('name: netbird-config', 'name: state'),
    );
    expect(review(folder, '--base', 'running.yaml').stdout).toContain(
      'identity    StatefulSet netbird/netbird-peer   (state-moved)',
    );
  });
});

test.each<[string, (folder: string) => string[], RegExp]>([
  ['a base that does not exist', () => ['--base', 'nowhere'], /"nowhere" is neither a git ref nor a folder or file/],
  ['a site that is refused', refusedSite, /main\.ts is refused: 1 problem/],
])('%s is no "no changes": exit 2', (_, prepare, message) => {
  withClone((folder) => {
    const { status, stdout, stderr } = review(folder, ...prepare(folder));
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^There is no review\.\n\n/);
    expect(stderr).toMatch(message);
  });
});

function refusedSite(folder: string): string[] {
  writeSite(folder, {});
  return [];
}

test.each([
  [['--format', 'pdf'], '--format pdf: There is no such choice. Write "terminal" or'],
  [['--fail-on', 'outages'], '--fail-on outages: There is no class "outages". The classes are identity, sync-fails'],
  [['--fail-on', ''], 'There is no class ""'],
  [['more'], "Unexpected argument 'more'"],
  [['--bse', 'main'], "Unknown option '--bse'"],
])('wrong usage %j exits with 2 and says what there is', (args, message) => {
  const { status, stdout, stderr } = review(root, ...args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain(message);
  expect(stderr).toContain('\n\nUsage:\n  npm run review -- [--base');
});

test('no format shows a secret that is in the base', () => {
  const key = '3f2b8c1e-5a7d-4e90-8b1c-2d3e4f5a6b7c';
  withClone((folder) => {
    const metadata = 'metadata: { name: netbird-setup-key, namespace: netbird }';
    write(
      folder,
      'old/a.yaml',
      `apiVersion: v1\nkind: Secret\n${metadata}\nstringData: { NETBIRD_SETUP_KEY: ${key}, other: swordfish }\n`,
    );
    for (const format of ['terminal', 'markdown', 'json']) {
      const { status, stdout } = review(folder, '--base', 'old', '--all', '--format', format);
      expect({ format, status }).toEqual({ format, status: 0 });
      expect(stdout).toContain('Secret netbird/netbird-setup-key');
      expect(stdout).not.toMatch(/swordfish|3f2b8c1e/);
    }
  });
});
