import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { inTemporaryFolder, root } from './support/repository.ts';

/** The packages of package-lock.json and of the last install, and which file is newer. */
interface Locks {
  readonly wanted: Readonly<Record<string, object>>;
  readonly installed: Readonly<Record<string, object>>;
  readonly newer: 'wanted' | 'installed';
}

function writeLocks(folder: string, { wanted, installed, newer }: Locks): void {
  for (const [name, packages] of Object.entries({ wanted, installed })) {
    const file = join(folder, name === 'wanted' ? 'package-lock.json' : 'node_modules/.package-lock.json');
    writeFileSync(file, JSON.stringify({ packages }));
    const seconds = name === newer ? 2 : 1;
    utimesSync(file, seconds, seconds);
  }
}

/** Runs a copy of the preflight as on another machine. */
function preflight(machine: { nodeVersion: string; installed: boolean; locks?: Locks }) {
  return inTemporaryFolder((folder) => {
    mkdirSync(join(folder, 'bin'));
    copyFileSync(join(root, 'bin', 'preflight.cjs'), join(folder, 'bin', 'preflight.cjs'));
    if (machine.installed) mkdirSync(join(folder, 'node_modules', 'cdk8s'), { recursive: true });
    if (machine.locks !== undefined) writeLocks(folder, machine.locks);
    const node = join(folder, 'other-node.cjs');
    const version = JSON.stringify(machine.nodeVersion);
    writeFileSync(
      node,
      `Object.defineProperty(process, 'versions', { value: { node: ${version} } });
       Object.defineProperty(process, 'version', { value: 'v' + ${version} });`,
    );
    const { status, stderr } = spawnSync(process.execPath, ['-r', node, 'bin/preflight.cjs'], {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: process.env.PATH },
    });
    return { status, stderr };
  });
}

test('with Node 24 and the dependencies, it says nothing', () => {
  expect(preflight({ nodeVersion: '24.0.0', installed: true })).toEqual({ status: 0, stderr: '' });
});

test('without the dependencies, one line says so', () => {
  expect(preflight({ nodeVersion: '24.0.0', installed: false })).toEqual({
    status: 2,
    stderr: 'The dependencies are missing. Run: npm ci\n',
  });
});

test('with an older Node, because install scripts were off, one line says so', () => {
  expect(preflight({ nodeVersion: '20.20.2', installed: true })).toEqual({
    status: 2,
    stderr:
      'Node 24 is missing (this is v20.20.2): it comes with the dependencies, unless install scripts are off. Run: npm ci --ignore-scripts=false\n',
  });
});

const old = { 'node_modules/js-yaml': { version: '3.15.2' } };
const current = { '': { version: '0.1.0' }, 'node_modules/js-yaml': { version: '5.5.0' } };

test.each<[string, Locks]>([
  ['another version', { wanted: current, installed: old, newer: 'wanted' }],
  ['a package more', { wanted: current, installed: {}, newer: 'wanted' }],
])('when package-lock.json has %s since the last install, one line says so', (_, locks) => {
  expect(preflight({ nodeVersion: '24.0.0', installed: true, locks })).toEqual({
    status: 2,
    stderr: 'The dependencies are not those of package-lock.json. Run: npm ci\n',
  });
});

const optional = { 'node_modules/esbuild-for-windows': { version: '0.28.2', optional: true } };
const dev = { 'node_modules/jest': { version: '30.5.2', dev: true } };

test.each<[string, Locks]>([
  ['is older than the last install', { wanted: current, installed: old, newer: 'installed' }],
  ['was only touched', { wanted: current, installed: { ...current }, newer: 'wanted' }],
  [
    'has a package for tests, and these were left out',
    { wanted: { ...current, ...dev }, installed: current, newer: 'wanted' },
  ],
  ['has a package for other machines', { wanted: { ...current, ...optional }, installed: current, newer: 'wanted' }],
])('when package-lock.json %s, it says nothing', (_, locks) => {
  expect(preflight({ nodeVersion: '24.0.0', installed: true, locks })).toEqual({ status: 0, stderr: '' });
});

test('every script and the app of cdk8s.yaml begin with it', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  for (const [name, command] of Object.entries<string>(scripts)) {
    expect(`${name}: ${command}`).toMatch(/: (node --require \.\/bin\/preflight\.cjs |node bin\/preflight\.cjs && )/);
  }
  expect(readFileSync(join(root, 'cdk8s.yaml'), 'utf8')).toContain(
    '\napp: node --require ./bin/preflight.cjs main.ts\n',
  );
});
