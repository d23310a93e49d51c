import { expect, test } from '@jest/globals';
import { findingsOf } from '../../support/judgement.ts';
import type { AnyObject } from '../../support/site-editor.ts';

const OTHER = 'https://other.example.org/a.git';

/** The rules that speak about a change of the Application, besides that somebody has to apply it. */
test.each<[string, (spec: AnyObject) => void, string[]]>([
  ['another repository', ({ source }) => (source.repoURL = OTHER), ['kind-not-allowed', 'application-source-changed']],
  ['another folder', ({ source }) => (source.path = 'dist/other'), ['application-source-changed']],
  ['the folder in another place', ({ source }) => (source.path = 'dist/home/netbird'), []],
  [
    'several sources',
    (spec) => (spec.sources = [spec.source, { repoURL: OTHER, path: 'b' }]),
    ['kind-not-allowed', 'application-source-changed'],
  ],
  ['a project of another site', (spec) => (spec.project = 'platform'), ['application-source-changed']],
  ['the project that everybody has', (spec) => (spec.project = 'default'), []],
  ['another namespace', ({ destination }) => (destination.namespace = 'other'), ['kind-not-allowed']],
])('an Application with %s', (_, edit, expected) => {
  const findings = findingsOf((site) => edit(site.get('Application', 'netbird').spec));
  const rules = findings
    .filter(({ object }) => object === 'Application argocd/netbird')
    .flatMap(({ rule }) => rule ?? []);
  expect(rules.filter((rule) => rule !== 'argocd-by-hand')).toEqual(expected);
});
