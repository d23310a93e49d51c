import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { inTemporaryFolder, root } from './support/repository.ts';

/** Runs a copy of the preflight as on another machine. */
function preflight(machine: { nodeVersion: string; installed: boolean }) {
  return inTemporaryFolder((folder) => {
    mkdirSync(join(folder, 'bin'));
    copyFileSync(join(root, 'bin', 'preflight.cjs'), join(folder, 'bin', 'preflight.cjs'));
    if (machine.installed) mkdirSync(join(folder, 'node_modules', 'cdk8s'), { recursive: true });
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
    status: 1,
    stderr: 'The dependencies are missing. Run: npm ci\n',
  });
});

test('with an older Node, because install scripts were off, one line says so', () => {
  expect(preflight({ nodeVersion: '20.20.2', installed: true })).toEqual({
    status: 1,
    stderr:
      'Node 24 is missing (this is v20.20.2): it comes with the dependencies, unless install scripts are off. Run: npm ci --ignore-scripts=false\n',
  });
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
