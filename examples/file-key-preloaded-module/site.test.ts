import { expect, test } from '@jest/globals';
import { exampleObjects } from '../../test/support/sites.ts';

const [statefulSet] = exampleObjects('file-key-preloaded-module', 'StatefulSet');
const pod = statefulSet.spec.template.spec;

test('the key is a file of the driver, and in no Secret', () => {
  const [{ spec }] = exampleObjects('file-key-preloaded-module', 'SecretProviderClass');
  expect(spec.secretObjects).toBeUndefined();
  const { env } = pod.containers[0];
  expect(env).toContainEqual({ name: 'NB_SETUP_KEY_FILE', value: '/mnt/secrets/NETBIRD_SETUP_KEY' });
  expect(env.map(({ name }: { name: string }) => name)).not.toContain('NB_SETUP_KEY');
});

test('no container loads a module, or sees those of the node', () => {
  expect(JSON.stringify(pod)).not.toMatch(/SYS_MODULE|hostPath/);
  expect(pod.containers[0].securityContext.capabilities.add).toEqual(['NET_ADMIN', 'NET_RAW']);
});

test('no address is translated; the node is looked at, and its LAN interface too', () => {
  expect(pod.initContainers.map(({ name }: { name: string }) => name)).toEqual(['check-node']);
  expect(pod.initContainers[0].command[2]).toContain("lan_interface='eth0'");
});

test('no linter is told of what this peer does not do', () => {
  const told = JSON.stringify(statefulSet.metadata.annotations);
  expect(told).not.toContain('hostPathSet');
  expect(told).not.toContain('CKV_K8S_35');
});
