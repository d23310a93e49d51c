import { expect, test } from '@jest/globals';
import { whatSays } from '../../support/judgement.ts';
import type { AnyObject, SiteEditor } from '../../support/site-editor.ts';

const REFUSED = { server: '*', namespace: '!kube-system' };

function withRefusals(site: SiteEditor): void {
  const { destinations, sourceRepos } = site.get('AppProject').spec;
  destinations.push(REFUSED);
  sourceRepos.push('!https://git.example.org/secret.git');
}

test.each<[string, (spec: AnyObject) => void, number]>([
  ['a refused namespace is allowed', ({ destinations }) => destinations.pop(), 1],
  ['a refused repository is allowed', ({ sourceRepos }) => sourceRepos.pop(), 1],
  ['an allowed namespace is not', ({ destinations }) => destinations.shift(), 0],
])('a project of which %s', (_, edit, count) => {
  expect(whatSays('project-widened', (site) => edit(site.get('AppProject').spec), withRefusals)).toHaveLength(count);
});
