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

test.each([
  ['0A1B2C3D-4e5f-6789-abcd-ef0123456789', 'a setup key (a UUID)'],
  ['nbp_0123456789abcdefghijABCDEFGHIJ012345', 'an access token (nbp_…)'],
])('a file with a secret in it is refused, without showing it: %s', (secret, form) => {
  expect(problemsOf(`key: ${secret}\n`)).toEqual([
    `helm-values/app.yaml: It has the form of ${form}, and would be in Git for ever. Take it out; if it is one, revoke it in NetBird.`,
  ]);
});
