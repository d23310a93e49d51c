import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { cloneInto, filesBelow, inTemporaryFolder, root } from './support/repository.ts';

test('npm run import makes imports/ of the committed schemas, byte for byte, and changes nothing else', () => {
  inTemporaryFolder((parent) => {
    const clone = cloneInto(join(parent, 'clone'));
    for (const file of ['biome.json', '.gitignore']) cpSync(join(root, file), join(clone, file));
    for (const file of readdirSync(join(clone, 'imports'))) {
      if (file.endsWith('.ts')) rmSync(join(clone, 'imports', file));
    }
    const { NODE_OPTIONS, ...env } = process.env;
    const { status, stderr } = spawnSync('npm', ['run', '--silent', 'import'], { cwd: clone, env, encoding: 'utf8' });
    expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
    expect(filesBelow(join(clone, 'imports'))).toEqual(filesBelow(join(root, 'imports')));
    expect(readFileSync(join(clone, 'cdk8s.yaml'), 'utf8')).toBe(readFileSync(join(root, 'cdk8s.yaml'), 'utf8'));
  });
}, 60_000);
