import { expect, test } from '@jest/globals';
import { parseAnnotations, SyncWave, syncAnnotations } from '../../lib/argocd/sync.ts';
import { refusalOf } from '../support/refusals.ts';

test('the Namespace comes first, then what the workload reads, then the workload', () => {
  expect(SyncWave).toMatchObject({ Namespace: -3, Prerequisite: -1, Workload: 0 });
});

test('wave and options are annotations', () => {
  expect(syncAnnotations(SyncWave.Namespace, 'Prune=confirm', 'Delete=confirm')).toEqual({
    'argocd.argoproj.io/sync-wave': '-3',
    'argocd.argoproj.io/sync-options': 'Prune=confirm,Delete=confirm',
  });
  expect(syncAnnotations(SyncWave.Prerequisite)).toEqual({ 'argocd.argoproj.io/sync-wave': '-1' });
});

test('wave 0 is the default of Argo CD, and not written', () => {
  expect(syncAnnotations(SyncWave.Workload)).toEqual({});
  expect(syncAnnotations(SyncWave.Workload, 'SkipDryRunOnMissingResource=true')).toEqual({
    'argocd.argoproj.io/sync-options': 'SkipDryRunOnMissingResource=true',
  });
});

test.each([
  [{}],
  [{ 'example.org/owner': 'platform' }],
  [{ 'argocd.argoproj.io/compare-options': 'IgnoreExtraneous', note: '' }],
])('annotations of the site are accepted: %j', (annotations) => {
  expect(parseAnnotations(annotations)).toEqual(annotations);
});

test.each([undefined, null, 'owner=platform', ['owner'], 5])('what is no map is refused: %p', (value) => {
  expect(refusalOf(parseAnnotations, value)).toEqual({
    reason: 'It is not a map of annotations.',
    remedy: 'Write, for example, { "example.org/owner": "platform" }.',
  });
});

test.each(['argocd.argoproj.io/sync-wave', 'argocd.argoproj.io/sync-options'])(
  'the annotation of Argo CD that the construct sets is refused: %s',
  (key) => {
    expect(refusalOf(parseAnnotations, { owner: 'platform', [key]: '5' })).toEqual({
      reason: `The construct sets ${key} itself, to bring its objects into order.`,
      remedy: 'Take it out.',
    });
  },
);

test.each([5, true, null, undefined, ['a']])('a value that is no string is refused: %p', (value) => {
  expect(refusalOf(parseAnnotations, { owner: 'platform', port: value })).toEqual({
    reason: 'The value of port is not a string.',
    remedy: 'Put it in quotes.',
  });
});

test.each(['', 'owner name', 'Example.org/owner', 'a/b/c', 'x'.repeat(64)])('no key of an annotation: %p', (key) => {
  expect(refusalOf(parseAnnotations, { [key]: 'platform' })).toEqual({
    reason: `"${key}" is not the key of an annotation.`,
    remedy: 'Write, for example, "example.org/owner".',
  });
});
