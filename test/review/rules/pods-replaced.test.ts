import { expect, test } from '@jest/globals';
import { findingsOf, whatSays } from '../../support/judgement.ts';
import type { AnyObject, SiteEditor } from '../../support/site-editor.ts';

const partition = (number: number) => ({ type: 'RollingUpdate', rollingUpdate: { partition: number } });
const image = ({ client }: SiteEditor) => {
  client.image = 'netbirdio/netbird:0.66.3';
};

test.each<[string, AnyObject, (site: SiteEditor) => void, [string, string][]]>([
  [
    'all replicas are held back',
    { updateStrategy: partition(2) },
    image,
    [['pods-on-delete', 'the partition of the update strategy holds all of them back']],
  ],
  [
    'one of two is held back',
    { updateStrategy: partition(1) },
    image,
    [['pods-replaced', 'By the partition the first one stays as before.']],
  ],
  [
    'the numbers do not begin with 0',
    { updateStrategy: partition(2), ordinals: { start: 1 } },
    image,
    [['pods-replaced', 'By the partition the first one stays as before.']],
  ],
  [
    'those that were held back are released',
    { updateStrategy: partition(2) },
    (site) => (site.get('StatefulSet').spec.updateStrategy = partition(0)),
    [['pods-replaced', 'What was held back until now is rolled out.']],
  ],
  [
    'only a person replaces pods from then on',
    {},
    (site) => (site.get('StatefulSet').spec.updateStrategy = { type: 'OnDelete' }),
    [],
  ],
])('%s', (_, spec, edit, expected) => {
  const findings = findingsOf(edit, (site) => Object.assign(site.get('StatefulSet').spec, { replicas: 2, ...spec }));
  const ofPods = findings.filter(({ rule }) => rule?.startsWith('pods-'));
  expect(ofPods.map(({ rule, consequence }) => [rule, consequence])).toEqual(
    expected.map(([rule, says]) => [rule, expect.stringContaining(says)]),
  );
});

test('before a peer moves, the guard does', () => {
  const move = ({ pod }: SiteEditor) => (pod.nodeSelector = { 'kubernetes.io/hostname': 'k8s-worker2' });
  const says = 'Before it, the guard must be for the new node too';
  expect(whatSays('pods-replaced', move)).toEqual([expect.stringContaining(says)]);
  const unguarded = (site: SiteEditor) => site.remove('CiliumNodeConfig');
  expect(whatSays('pods-replaced', move, unguarded)).toEqual([expect.not.stringContaining(says)]);
});
