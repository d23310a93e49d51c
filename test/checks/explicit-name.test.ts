import { expect, test } from '@jest/globals';
import { ApiObject, App, Chart } from 'cdk8s';
import { explicitName } from '../../lib/checks/explicit-name.ts';

test('a name that cdk8s makes of the construct path is refused', () => {
  const nameless = new ApiObject(new Chart(new App(), 'netbird'), 'settings', { apiVersion: 'v1', kind: 'ConfigMap' });
  const { name } = nameless.toJson().metadata;
  expect(
    explicitName([
      {
        folder: 'netbird',
        server: 'https://kubernetes.default.svc',
        path: nameless.node.path,
        object: nameless.toJson(),
      },
    ]),
  ).toEqual([
    {
      path: 'netbird/settings',
      field: 'metadata.name',
      value: name,
      reason: 'The name is a hash of the construct path: it changes when the code moves, and the object is replaced.',
      remedy: 'Give the object a name.',
    },
  ]);
});

test.each(['netbird-settings', 'c8abcdef', 'netbird-c8abcde', 'netbird-c8abcdef-0', 'netbird-c8abcdeg'])(
  'a name that somebody gave is accepted: %s',
  (name) => {
    const metadata = { name };
    const named = new ApiObject(new Chart(new App(), 'netbird'), 'settings', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata,
    });
    expect(
      explicitName([
        { folder: 'netbird', server: 'https://kubernetes.default.svc', path: named.node.path, object: named.toJson() },
      ]),
    ).toEqual([]);
  },
);
