import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { Runbook } from '../../lib/review/runbook.ts';
import { root } from '../support/repository.ts';

test.each(Object.values(Runbook))('%s, to which findings point, exists', (path) => {
  expect(existsSync(join(root, path))).toBe(true);
});
