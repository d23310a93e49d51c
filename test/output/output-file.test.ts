import { expect, test } from '@jest/globals';
import { App, Chart } from 'cdk8s';
import { OutputFile } from '../../lib/output/output-file.ts';

const problemsOf = (content: string) =>
  new OutputFile(new Chart(new App(), 'app'), 'file', {
    path: 'helm-values/app.yaml',
    content: () => content,
  }).node.validate();

test('a file of the output is what it is given', () => {
  const file = new OutputFile(new Chart(new App(), 'app'), 'file', {
    path: 'helm-values/app.yaml',
    content: () => 'a: b\n',
  });
  expect(file.content()).toBe('a: b\n');
  expect(file.node.validate()).toEqual([]);
});

test('a file with a setup key in it is refused, without showing it', () => {
  const [problem, ...others] = problemsOf('key: 0A1B2C3D-4e5f-6789-abcd-ef0123456789\n');
  expect(others).toEqual([]);
  expect(problem).toBe(
    'helm-values/app.yaml: It has the form of a setup key (a UUID), and would be in Git for ever. Take it out; if it is a key, revoke it in NetBird.',
  );
});
