import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { CHANGE_CLASSES } from '../../lib/review/change-class.ts';
import { type ReviewFinding, reviewSite } from '../../lib/review/review-site.ts';
import { rules } from '../../lib/review/rules/index.ts';
import { root } from '../support/repository.ts';
import { type SiteEditor, sides } from '../support/site-editor.ts';
import { exposure } from './fixtures/exposure.ts';
import type { RuleFixture } from './fixtures/fixture.ts';
import { identity } from './fixtures/identity.ts';
import { byHand, noEffect, order, outage } from './fixtures/others.ts';
import { syncFails } from './fixtures/sync-fails.ts';

const byClass = {
  identity,
  'sync-fails': syncFails,
  exposure,
  outage,
  order,
  'by-hand': byHand,
  'no-effect': noEffect,
};
const fixtures = Object.entries(byClass).flatMap(([className, group]) =>
  Object.entries(group).map(([name, fixture]): [string, string, RuleFixture] => [name, className, fixture]),
);

function findings({ given = () => {} }: RuleFixture, edit: (site: SiteEditor) => void): readonly ReviewFinding[] {
  const { before, after } = sides(given, (site) => {
    given(site);
    edit(site);
  });
  const result = reviewSite(before, after);
  expect(result.comparison.changes).not.toEqual([]);
  return result.findings;
}

test.each(fixtures)('%s (%s) speaks about its change', (name, className, fixture) => {
  const found = findings(fixture, fixture.triggers).filter(({ rule }) => rule === name);
  expect(found.map(({ object }) => object)).toEqual([fixture.object]);
  expect(found[0]).toMatchObject({ class: className });
  const text = found.map(({ consequence, remedy, command }) => `${consequence} ${remedy} ${command}`).join();
  if (typeof fixture.says === 'string') expect(text).toContain(fixture.says);
  else expect(text).toMatch(fixture.says);
});

test.each(fixtures)('%s (%s) is silent about a change that is not its business', (name, _, fixture) => {
  expect(findings(fixture, fixture.quiet).filter(({ rule }) => rule === name)).toEqual([]);
});

test('every rule has fixtures, and every fixture a rule', () => {
  expect(fixtures.map(([name]) => name).sort()).toEqual(rules.map(({ name }) => name).sort());
});

test('every file of the folder is a rule of that name, and in the index', () => {
  const files = readdirSync(join(root, 'lib/review/rules')).filter((file) => !['index.ts', 'rule.ts'].includes(file));
  expect(files.sort()).toEqual(rules.map(({ name }) => `${name}.ts`).sort());
});

test('the index has the rules by class, and each says why it is there and where that can be looked up', () => {
  const places = rules.map((rule) => CHANGE_CLASSES.indexOf(rule.class));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  for (const { reason, source } of rules) {
    expect(reason).toMatch(/^[A-Z].*\.$/);
    expect(source).not.toBe('');
  }
});
