import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { checks } from '../../lib/checks/index.ts';
import { root } from '../support/repository.ts';

test('every rule that has a file is held, and named like its file', () => {
  const files = readdirSync(join(root, 'lib', 'checks')).filter((file) => !['check.ts', 'index.ts'].includes(file));
  const camelCase = (file: string) => file.replace('.ts', '').replace(/-(.)/g, (_, letter) => letter.toUpperCase());
  expect(checks.map(({ name }) => name).sort()).toEqual(files.map(camelCase).sort());
});
