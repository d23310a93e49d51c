import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { root } from '../support/repository.ts';

// The files of examples/delivery, which no run here proves: that they can be read, and that what they name is there.

const folder = join(root, 'examples', 'delivery');
const read = (file: string) => readFileSync(join(folder, file), 'utf8');
const scripts = Object.keys(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts);
const workflows = globSync('github/*.yaml', { cwd: folder }).sort();
const gitlab = 'gitlab/.gitlab-ci.yml';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

interface Job {
  readonly permissions: Readonly<Record<string, string>>;
  readonly 'timeout-minutes': number;
  readonly steps: readonly Step[];
}

const jobsOf = (file: string): [string, Job][] => Object.entries(parse(read(file)).jobs);
const jobs = workflows.flatMap((file) => jobsOf(file).map(([name, job]) => [`${file}: ${name}`, job] as const));
const runsProject = ({ steps }: Job) => steps.some(({ run }) => /\bnpm\b/.test(run ?? ''));

test('there are two workflows, and a pipeline', () => {
  expect(workflows).toEqual(['github/check.yaml', 'github/resynthesize.yaml']);
  expect(Object.keys(parse(read(gitlab)))).toEqual(['default', 'workflow', 'check', 'review', 'comment']);
});

test.each([...workflows, gitlab])('every npm script that %s calls is there', (file) => {
  const called = [...read(file).matchAll(/npm run (?:--silent )?([\w:-]+)/g)].map(([, script]) => script);
  expect(called).not.toEqual([]);
  for (const script of called) expect(scripts).toContain(script);
});

test.each(jobs)('%s: actions are pinned to a commit, and its time is limited', (_, job) => {
  expect(job['timeout-minutes']).toBeLessThanOrEqual(20);
  for (const { uses } of job.steps) {
    if (uses !== undefined) expect(uses).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
  }
});

test.each(jobs)('%s: what runs the project may not write, and leaves no token behind', (_, job) => {
  if (!runsProject(job)) return;
  expect(job.permissions).toEqual({ contents: 'read' });
  for (const step of job.steps) {
    expect(JSON.stringify(step)).not.toMatch(/secrets\.|github\.token/);
    if (step.uses !== undefined) expect(step.with).toMatchObject({ 'persist-credentials': false });
  }
});

test.each(jobs)('%s: what others wrote comes into a script only as a variable', (_, { steps }) => {
  for (const { run } of steps) expect(run ?? '').not.toContain('${{');
});

test.each(workflows)('%s grants nothing but what a job asks for', (file) => {
  expect(parse(read(file)).permissions).toEqual({});
});

const renovate = JSON.parse(read('renovate.json'));

test('Renovate finds the version in main.ts, below its comment', () => {
  const [{ managerFilePatterns, matchStrings }] = renovate.customManagers;
  const patterns = managerFilePatterns.map((pattern: string) => new RegExp(pattern.slice(1, -1)));
  expect(patterns.some((pattern: RegExp) => pattern.test('main.ts'))).toBe(true);
  const found = new RegExp(matchStrings[0]).exec(readFileSync(join(root, 'main.ts'), 'utf8'));
  expect(found?.groups).toEqual({
    datasource: 'docker',
    depName: 'netbirdio/netbird',
    currentValue: expect.stringMatching(/^\d+\.\d+\.\d+$/),
  });
});

test('Renovate leaves the output alone, and goes on where it was synthesized again', () => {
  expect(renovate.ignorePaths).toContain('dist/**');
  const [author] = renovate.gitIgnoredAuthors;
  expect(read('github/resynthesize.yaml')).toContain(`user.email=${author}`);
});

test('the code owners are those of paths that are there, or that users make', () => {
  const paths = [...read('github/CODEOWNERS').matchAll(/^\/(\S+)\s+@[\w/-]+$/gm)].map(([, path = '']) => path);
  const made = ['review.acknowledged.yaml', '.github/'];
  expect(paths.filter((path) => globSync(path, { cwd: root }).length === 0)).toEqual(made);
});
