import { expect, test } from '@jest/globals';
import { exampleObjects } from '../../test/support/sites.ts';

const [statefulSet] = exampleObjects('external-secrets', 'StatefulSet');
const [externalSecret] = exampleObjects('external-secrets', 'ExternalSecret');
const pod = statefulSet.spec.template.spec;

test('a restart needs no store: the Secret is made once, and nothing is mounted from a driver', () => {
  expect(externalSecret.spec.refreshPolicy).toBe('CreatedOnce');
  expect(JSON.stringify(pod.volumes)).not.toContain('csi');
  expect(exampleObjects('external-secrets', 'SecretProviderClass')).toEqual([]);
});

test('the client reads the Secret that the operator makes', () => {
  const { target, data } = externalSecret.spec;
  expect(pod.containers[0].env).toContainEqual({
    name: 'NB_SETUP_KEY',
    valueFrom: { secretKeyRef: { name: target.name, key: data[0].secretKey } },
  });
});

test('the store is asked below its mount, as the ServiceAccount of the peer', () => {
  const [{ metadata, spec }] = exampleObjects('external-secrets', 'SecretStore');
  expect(externalSecret.spec.secretStoreRef).toEqual({ name: metadata.name, kind: 'SecretStore' });
  expect(externalSecret.spec.data[0].remoteRef.key).toBe('netbird');
  expect(spec.provider.vault).toMatchObject({
    path: 'kv',
    auth: { kubernetes: { serviceAccountRef: { name: pod.serviceAccountName } } },
  });
});

test('both networks are masqueraded', () => {
  const setupIptables = pod.initContainers.find(({ name }: { name: string }) => name === 'setup-iptables');
  expect(setupIptables.command[2].match(/ -A POSTROUTING -s \S+ -d \S+/g)).toEqual([
    ' -A POSTROUTING -s 100.109.0.0/16 -d 192.168.1.0/24',
    ' -A POSTROUTING -s 100.109.0.0/16 -d 10.20.0.0/16',
  ]);
});
