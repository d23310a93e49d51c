import { expect, test } from '@jest/globals';
import { exampleObjects, type Manifest } from '../../test/support/sites.ts';

const [statefulSet] = exampleObjects('high-availability', 'StatefulSet');
const pod = statefulSet.spec.template.spec;

test('two peers, each under a name and with a claim of its own', () => {
  expect(statefulSet.spec.replicas).toBe(2);
  expect(pod.containers[0].env).toContainEqual({ name: 'NB_HOSTNAME', value: 'k8s-routing-peer-$(POD_INDEX)' });
  expect(statefulSet.spec.volumeClaimTemplates).toHaveLength(1);
  expect(pod.volumes.filter((volume: Manifest) => volume.persistentVolumeClaim)).toEqual([]);
});

test('never on one node, and in two zones', () => {
  const [rule] = pod.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution;
  expect(rule.topologyKey).toBe('kubernetes.io/hostname');
  expect(pod.topologySpreadConstraints[0].topologyKey).toBe('topology.kubernetes.io/zone');
  for (const { labelSelector } of [rule, ...pod.topologySpreadConstraints]) {
    expect(statefulSet.spec.template.metadata.labels).toMatchObject(labelSelector.matchLabels);
  }
});

test('one is updated, or drained, while the other is Ready', () => {
  expect(statefulSet.spec.podManagementPolicy).toBe('OrderedReady');
  const [budget] = exampleObjects('high-availability', 'PodDisruptionBudget');
  expect(budget.spec).toMatchObject({ maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow' });
  expect(budget.spec.selector).toEqual(statefulSet.spec.selector);
});

test('ordinal 0 routes, and ordinal 1 where it is away', () => {
  const [{ data }] = exampleObjects('high-availability', 'ConfigMap').filter(
    (map: Manifest) => map.data['routes.json'],
  );
  const { routes } = JSON.parse(data['routes.json']);
  expect(routes.map(({ peer, metric, network }: Manifest) => ({ peer, metric, network }))).toEqual([
    { peer: 'k8s-routing-peer-0', metric: 100, network: '192.168.1.0/24' },
    { peer: 'k8s-routing-peer-1', metric: 200, network: '192.168.1.0/24' },
  ]);
  expect(new Set(routes.map(({ networkId }: Manifest) => networkId)).size).toBe(1);
});
