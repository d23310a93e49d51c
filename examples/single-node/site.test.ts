import { expect, test } from '@jest/globals';
import { committed } from '../../test/support/sites.ts';

test('it is the main site of this repository', () => {
  const main = committed({ name: 'this repository', program: 'main.ts' });
  expect(committed({ name: 'single-node', program: 'examples/single-node/main.ts' })).toEqual(main);
});
