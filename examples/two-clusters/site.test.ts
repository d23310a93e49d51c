import { expect, test } from '@jest/globals';
import { exampleObjects } from '../../test/support/sites.ts';

const CLUSTERS = [
  {
    cluster: 'west',
    server: 'https://kubernetes.default.svc',
    hostname: 'west-routing-peer',
    network: '192.168.1.0/24',
  },
  {
    cluster: 'east',
    server: 'https://east.example.org:6443',
    hostname: 'east-routing-peer',
    network: '192.168.2.0/24',
  },
];

test.each(CLUSTERS)('$cluster has a peer of its own name and network', ({ cluster, hostname, network }) => {
  const [statefulSet, ...others] = exampleObjects('two-clusters', 'StatefulSet', `${cluster}/`);
  expect(others).toEqual([]);
  const { containers, initContainers } = statefulSet.spec.template.spec;
  expect(containers[0].env).toContainEqual({ name: 'NB_HOSTNAME', value: hostname });
  expect(initContainers[1].command[2]).toContain(`-d ${network} -j MASQUERADE`);
});

test.each(CLUSTERS)('$cluster is delivered from its own folder, to its own server', ({ cluster, server }) => {
  const applications = exampleObjects('two-clusters', 'Application').filter(({ spec }) =>
    spec.source.path.startsWith(`dist/${cluster}/`),
  );
  expect(applications.map(({ metadata }) => metadata.name).sort()).toEqual([
    `${cluster}-cilium-device-guard`,
    `${cluster}-netbird`,
  ]);
  for (const { spec } of applications) expect(spec.destination.server).toBe(server);
});

test('the project lets each server have these namespaces, and no other', () => {
  const [{ spec }] = exampleObjects('two-clusters', 'AppProject');
  expect(spec.destinations).toEqual(
    CLUSTERS.flatMap(({ server }) => ['kube-system', 'netbird'].map((namespace) => ({ server, namespace }))),
  );
});
