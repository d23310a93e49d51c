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

  test('docs/runbooks/immutable-field.md: orphaned and made anew, it takes the pod that runs and its claim', async () => {
    const { statefulSet, pod, claim } = await install('workload-immutable');
    await cluster.delete(statefulSet, 'Orphan');
    await gone(cluster, statefulSet);
    statefulSet.spec.volumeClaimTemplates[0].spec.resources.requests.storage = '200Mi';
    statefulSet.spec.podManagementPolicy = 'OrderedReady';
    const { uid } = (await cluster.apply(statefulSet)).object.metadata;
    await eventually(async () => {
      const { metadata } = await cluster.read(pod);
      expect(metadata).toMatchObject({ uid: pod.metadata.uid, ownerReferences: [{ uid }] });
      expect((await cluster.read(statefulSet)).status).toMatchObject({ readyReplicas: 1 });
    });
    await expectKept(claim);
    expect((await cluster.read(claim)).spec.resources.requests.storage).toBe('100Mi');
  });

  test('docs/runbooks/move-node.md: another node replaces the pod, not the claim', async () => {
    const { statefulSet, pod, claim } = await install('workload-moved');
    await cluster.apply(node('k8s-worker2', { labels: { 'kubernetes.io/hostname': 'k8s-worker2' } }));
    statefulSet.spec.template.spec.nodeSelector = { 'kubernetes.io/hostname': 'k8s-worker2' };
    await cluster.apply(statefulSet);
    const next = await runningPod(cluster, pod, 'k8s-worker2', pod.metadata.uid);
    expect(next.spec.nodeName).toBe('k8s-worker2');
    expect(claimNameOf(next)).toBe(claim.metadata.name);
    await expectKept(claim);
  });

  test('docs/runbooks/identity-backup.md: a claim that was made before is the one that the peer starts on', async () => {
    const name = 'workload-restored';
    const [template] = rendered('StatefulSet', 'netbird-peer').spec.volumeClaimTemplates;
    await cluster.apply(namespace(name));
    const { object } = await cluster.create({ ...claimOf(name), spec: template.spec });
    const { pod, claim } = await install(name);
    expect(claim.metadata.uid).toBe(object.metadata.uid);
    expect(claimNameOf(pod)).toBe(claim.metadata.name);
  });

  test('docs/runbooks/remove.md: with its Namespace, the peer and its claim go', async () => {
    const { statefulSet, pod, claim } = await install('workload-removed');
    await cluster.delete(namespace('workload-removed'));
    for (const object of [statefulSet, pod, claim]) await gone(cluster, object);
    await gone(cluster, namespace('workload-removed'));
  });
});
