import { expect, test } from '@jest/globals';
import { notEmpty } from '../../lib/checks/not-empty.ts';
import { manifest } from '../support/manifests.ts';

test('a site without objects is refused, because Argo CD would prune everything', () => {
  expect(notEmpty([])).toEqual([
    { path: 'the site', reason: 'It has no objects.', remedy: 'Compose at least one construct in a Chart.' },
  ]);
});

test('a site with one object is accepted', () => {
  expect(notEmpty([manifest({ kind: 'Namespace', metadata: { name: 'netbird' } })])).toEqual([]);
});
