import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { BUNDLE, bundle } from '../../../bin/bundle.ts';

const committed = readFileSync(BUNDLE, 'utf8');

test('the program is what npm run bundle makes of its sources', async () => {
  expect(await bundle()).toBe(committed);
});

test('it is small, readable, and brings the licences of what is in it', () => {
  expect(Buffer.byteLength(committed)).toBeLessThan(200_000);
  expect(Math.max(...committed.split('\n').map((line) => line.length))).toBeLessThan(1000);
  expect(committed).toMatch(/^\/\/ Made by npm run bundle/);
  for (const name of ['zod', 'ipaddr.js']) expect(committed).toContain(`// It contains parts of ${name} `);
  expect(committed).toContain('// Permission is hereby granted');
});

test('it needs nothing but Node, and knows nothing of the constructs', () => {
  const imports = [...committed.matchAll(/^(?:import .* from|.*require\() ?"([^"]+)"/gm)].map(([, name]) => name);
  expect(imports).not.toEqual([]);
  expect(imports.filter((name) => !name?.startsWith('node:'))).toEqual([]);
  expect(committed).not.toContain('node_modules/cdk8s');
});
