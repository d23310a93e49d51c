import { expect, test } from '@jest/globals';
import type { NetbirdRoutingPeerProps } from '../../lib/index.ts';
import { routingPeer } from '../support/routing-peer.ts';

const pod = (props: Partial<NetbirdRoutingPeerProps> = {}) =>
  routingPeer(props).statefulSet.toJson().spec.template.spec;

const added = (props: Partial<NetbirdRoutingPeerProps>) => pod(props).containers[0].securityContext.capabilities.add;

test('NetBird loads the module with SYS_MODULE and the modules of the node', () => {
  expect(added({})).toEqual(['NET_ADMIN', 'SYS_MODULE', 'NET_RAW']);
  expect(pod().volumes).toContainEqual({
    name: 'kernel-modules',
    hostPath: { path: '/lib/modules', type: 'Directory' },
  });
  expect(pod().containers[0].volumeMounts).toContainEqual({
    name: 'kernel-modules',
    mountPath: '/lib/modules',
    readOnly: true,
  });
});

test('where the node has loaded it, there is neither', () => {
  expect(added({ kernelModule: 'preloaded' })).toEqual(['NET_ADMIN', 'NET_RAW']);
  expect(JSON.stringify(pod({ kernelModule: 'preloaded' }))).not.toMatch(/SYS_MODULE|\/lib\/modules|hostPath/);
});

test('no other container sees the modules, nor may load one', () => {
  expect(JSON.stringify(pod().initContainers)).not.toMatch(/SYS_MODULE|"\/lib\/modules"/);
});

test('by default the root is writable, as in the image that is known to run', () => {
  expect(pod().containers[0].securityContext.readOnlyRootFilesystem).toBeUndefined();
  expect(JSON.stringify(pod())).not.toContain('emptyDir');
});

test('with a read-only root, what is written has a place of its own, in every container that writes', () => {
  const { containers, initContainers, volumes } = pod({ readOnlyRootFilesystem: true });
  const places = [
    { name: 'run', mountPath: '/var/run' },
    { name: 'tmp', mountPath: '/tmp' },
  ];
  for (const container of [...initContainers, ...containers]) {
    expect(container.securityContext.readOnlyRootFilesystem).toBe(true);
    if (container.name !== 'check-node') expect(container.volumeMounts).toEqual(expect.arrayContaining(places));
  }
  expect(volumes.filter(({ emptyDir }: { emptyDir?: unknown }) => emptyDir)).toEqual([
    { name: 'run', emptyDir: { sizeLimit: '100Mi' } },
    { name: 'tmp', emptyDir: { sizeLimit: '100Mi' } },
  ]);
});

test('the state directory stays on the claim with a read-only root', () => {
  expect(pod({ readOnlyRootFilesystem: true }).containers[0].volumeMounts[0]).toEqual({
    name: 'netbird-config',
    mountPath: '/var/lib/netbird',
  });
});

test('without masquerading no rule is set, and the summary says which route hosts need instead', () => {
  const peer = routingPeer({ masquerade: false, networks: ['192.168.1.0/24', '10.0.0.0/8'] });
  const { initContainers } = peer.statefulSet.toJson().spec.template.spec;
  expect(initContainers.map(({ name }: { name: string }) => name)).toEqual(['check-node']);
  expect(peer.reviewSite()).toMatchObject({
    problems: [],
    notes: [
      {
        path: 'netbird/routing-peer',
        text: "Every host in 192.168.1.0/24, 10.0.0.0/8 needs a route back: 100.109.0.0/16 by way of the routing peer's node.",
      },
    ],
  });
});

test('with several replicas, such a route leads to one of them only', () => {
  const peer = routingPeer({
    masquerade: false,
    replicas: 2,
    nodeSelector: { 'example.org/routing-peer': 'true' },
    immutableFields: { podManagementPolicy: 'OrderedReady' },
  });
  expect(peer.reviewSite().notes[0]?.text).toMatch(/ A static one does not follow when another replica takes over\.$/);
});

test('with masquerading there is nothing to say', () => {
  expect(routingPeer().reviewSite().notes).toEqual([]);
});
