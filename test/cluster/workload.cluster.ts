import { beforeAll, describe, expect, test } from '@jest/globals';
import { node } from './support/cilium-objects.ts';
import { type AnyObject, Cluster } from './support/cluster.ts';
import { eventually } from './support/eventually.ts';
import { namespace, rendered } from './support/site.ts';
import { claimNameOf, claimOf, gone, hasControllers, inNamespace, podOf, runningPod } from './support/workload.ts';

const cluster = Cluster.current();
const NODE = 'k8s-worker1';

/** Our peer in a namespace of its own, running. */
async function install(name: string) {
  const statefulSet = inNamespace(rendered('StatefulSet', 'netbird-peer'), name);
  await cluster.apply(namespace(name));
  await cluster.apply(inNamespace(rendered('ServiceAccount', 'netbird-peer'), name));
  await cluster.apply(statefulSet);
  const pod = await runningPod(cluster, podOf(name), NODE);
  return { statefulSet, pod, claim: await cluster.read(claimOf(name)) };
}

/** What makes it the same claim, and one that nothing is about to delete. */
async function expectKept(claim: AnyObject): Promise<void> {
  const { metadata } = await cluster.read(claim);
  expect(metadata.uid).toBe(claim.metadata.uid);
  expect(metadata).not.toHaveProperty('ownerReferences');
  expect(metadata).not.toHaveProperty('deletionTimestamp');
}

(hasControllers ? describe : describe.skip)('with the controllers, and a node that only says that it runs pods', () => {
  beforeAll(async () => {
    await cluster.apply(node(NODE, { labels: { 'kubernetes.io/hostname': NODE } }));
  });

  test('the StatefulSet makes netbird-peer-0, with the claim netbird-config-netbird-peer-0, and becomes ready', async () => {
    const { statefulSet, pod, claim } = await install('workload-new');
    expect(claimNameOf(pod)).toBe('netbird-config-netbird-peer-0');
    expect(claim.spec).toMatchObject({
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '100Mi' } },
    });
    await eventually(async () => expect((await cluster.read(statefulSet)).status).toMatchObject({ readyReplicas: 1 }));
  });

  test('scaled to none and back, the peer has the claim that it had', async () => {
    const { statefulSet, pod, claim } = await install('workload-scaled');
    await cluster.apply({ ...statefulSet, spec: { ...statefulSet.spec, replicas: 0 } });
    await gone(cluster, pod);
    await expectKept(claim);

    await cluster.apply(statefulSet);
    expect(claimNameOf(await runningPod(cluster, pod, NODE))).toBe(claim.metadata.name);
    await expectKept(claim);
  });

  test('another image replaces the pod, not the claim', async () => {
    const { statefulSet, pod, claim } = await install('workload-updated');
    statefulSet.spec.template.spec.containers[0].image = 'netbirdio/netbird:0.66.3';
    await cluster.apply(statefulSet);
    const next = await runningPod(cluster, pod, NODE, pod.metadata.uid);
    expect(next.spec.containers[0].image).toBe('netbirdio/netbird:0.66.3');
    expect(claimNameOf(next)).toBe(claim.metadata.name);
    await expectKept(claim);
  });

  test('the StatefulSet deleted, the claim stays', async () => {
    const { statefulSet, pod, claim } = await install('workload-deleted');
    await cluster.delete(statefulSet);
    await gone(cluster, statefulSet);
    await gone(cluster, pod);
    await expectKept(claim);
  });
});
