import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compareFiles, isUnchanged } from '../../lib/synth/file-changes.ts';

const outputs = fc
  .dictionary(fc.constantFrom('a/1', 'a/2', 'b/1', 'b/2', 'c/1'), fc.constantFrom('old', 'new'))
  .map((files) => new Map<string, string>(Object.entries(files)));

test('applying the changes to what was there makes what comes after', () => {
  fc.assert(
    fc.property(outputs, outputs, (before, after) => {
      const { added, changed, removed } = compareFiles(before, after);
      const applied = new Map(before);
      for (const file of removed) expect(applied.delete(file)).toBe(true);
      for (const file of added) expect(applied.has(file)).toBe(false);
      for (const file of changed) expect(applied.get(file)).not.toBe(after.get(file));
      for (const file of [...added, ...changed]) applied.set(file, String(after.get(file)));
      expect(applied).toEqual(after);
    }),
  );
});

test('an output is unchanged when it is equal, and only then', () => {
  fc.assert(
    fc.property(outputs, outputs, (before, after) => {
      const equal = JSON.stringify([...before].sort()) === JSON.stringify([...after].sort());
      expect(isUnchanged(compareFiles(before, after))).toBe(equal);
    }),
  );
});

test('files are listed in one order, wherever they come from', () => {
  const files = (content: string) => new Map(['b', 'a', 'B'].map((file) => [file, content]));
  const sorted = ['B', 'a', 'b'];
  expect(compareFiles(new Map(), files('')).added).toEqual(sorted);
  expect(compareFiles(files('old'), files('new')).changed).toEqual(sorted);
  expect(compareFiles(files(''), new Map()).removed).toEqual(sorted);
});
