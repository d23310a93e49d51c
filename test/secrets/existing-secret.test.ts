import { expect, test } from '@jest/globals';
import { ExistingSecret, type ExistingSecretProps } from '../../lib/secrets/existing-secret.ts';
import { delivered, sourceProblems } from '../support/secrets.ts';

const props: ExistingSecretProps = { name: 'made-elsewhere', key: 'KEY' };

test('nothing is rendered but the reference', () => {
  expect(delivered(new ExistingSecret(props))).toEqual({
    objects: [],
    environment: { name: 'APP_KEY', valueFrom: { secretKeyRef: { name: 'made-elsewhere', key: 'KEY' } } },
    volumes: [],
    volumeMounts: [],
  });
});

test('as a file, no other key of the Secret is mounted', () => {
  expect(delivered(new ExistingSecret({ ...props, delivery: 'file' }))).toEqual({
    objects: [],
    environment: { name: 'APP_KEY_FILE', value: '/mnt/secrets/KEY' },
    volumes: [
      {
        name: 'key',
        secret: { secretName: 'made-elsewhere', items: [{ key: 'KEY', path: 'KEY' }], defaultMode: 0o440 },
      },
    ],
    volumeMounts: [{ name: 'key', mountPath: '/mnt/secrets', readOnly: true }],
  });
});

test('every wrong member is refused', () => {
  const wrong = { name: 'Made_Elsewhere', key: '', delivery: 'argument', path: 'secret' };
  const problems = sourceProblems(new ExistingSecret(wrong as unknown as ExistingSecretProps));
  expect(problems.map(({ field }) => field)).toEqual(['key.name', 'key.key', 'key.delivery', 'key.path']);
});
