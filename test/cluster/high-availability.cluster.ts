import { beforeAll, describe, expect, test } from '@jest/globals';
import { node } from './support/cilium-objects.ts';
import { type AnyObject, Cluster } from './support/cluster.ts';
import { eventually } from './support/eventually.ts';
import { namespace, readObjects } from './support/site.ts';
import { claimNameOf, hasControllers, inNamespace, podOf, runningPod } from './support/workload.ts';

const cluster = Cluster.current();
const objects = readObjects('examples/high-availability/dist/netbird/*.k8s.yaml');
const example = (kind: string): AnyObject => structuredClone(objects.find((object) => object.kind === kind));

/** The peers of the example, both running, each on a node of its own. */
async function install(name: string, podManagementPolicy: string) {
  const statefulSet = inNamespace(example('StatefulSet'), name);
  statefulSet.spec.podManagementPolicy = podManagementPolicy;
  // What it is for takes time, and is not what is looked at here.
  statefulSet.spec.minReadySeconds = 0;
  await cluster.apply(namespace(name));
  await cluster.apply(inNamespace(example('ServiceAccount'), name));
  await cluster.apply(statefulSet);
  const first = await runningPod(cluster, podOf(name, 'netbird-peer-0'), 'ha-worker1');
  const second = await runningPod(cluster, podOf(name, 'netbird-peer-1'), 'ha-worker2');
  return { statefulSet, first, second };
}

async function update(statefulSet: AnyObject): Promise<void> {
  statefulSet.spec.template.spec.containers[0].image = 'netbirdio/netbird:0.66.3';
  const { generation } = (await cluster.apply(statefulSet)).object.metadata;
  await eventually(async () => {
    const { status } = await cluster.read(statefulSet);
    if (status.observedGeneration < generation) throw new Error('The controller has not seen the update yet.');
  });
}

async function uidOf(pod: AnyObject): Promise<string> {
  return (await cluster.read(pod)).metadata.uid;
}

(hasControllers ? describe : describe.skip)('two replicas', () => {
  beforeAll(async () => {
    for (const name of ['ha-worker1', 'ha-worker2']) {
      await cluster.apply(node(name, { labels: { 'example.org/routing-peer': 'true' } }));
    }
  });

  test('each has its ordinal as a label, and a claim of its own', async () => {
    const { first, second } = await install('ha-identity', 'OrderedReady');
    expect([first, second].map(({ metadata }) => metadata.labels['apps.kubernetes.io/pod-index'])).toEqual(['0', '1']);
    expect([first, second].map(claimNameOf)).toEqual([
      'netbird-config-netbird-peer-0',
      'netbird-config-netbird-peer-1',
    ]);
  });

  test('an update replaces one, and the other only when that is Ready', async () => {
    const { statefulSet, first, second } = await install('ha-update', 'OrderedReady');
    await update(statefulSet);
    await eventually(async () => expect(await uidOf(second)).not.toBe(second.metadata.uid));
    expect(await uidOf(first)).toBe(first.metadata.uid);
    await runningPod(cluster, second, 'ha-worker2', second.metadata.uid);
    await eventually(async () => expect(await uidOf(first)).not.toBe(first.metadata.uid));
  });

  test('while one is not Ready, an update leaves the other alone', async () => {
    const { statefulSet, first, second } = await install('ha-not-ready', 'OrderedReady');
    await cluster.setReady(first, false);
    await eventually(async () => expect((await cluster.read(statefulSet)).status.readyReplicas).toBe(1));
    await update(statefulSet);
    expect(await uidOf(second)).toBe(second.metadata.uid);
    await cluster.setReady(first, true);
    await eventually(async () => expect(await uidOf(second)).not.toBe(second.metadata.uid));
  });

  test('with Parallel it does not: the policy has to be chosen', async () => {
    const { statefulSet, first, second } = await install('ha-parallel', 'Parallel');
    await cluster.setReady(first, false);
    await eventually(async () => expect((await cluster.read(statefulSet)).status.readyReplicas).toBe(1));
    await update(statefulSet);
    await eventually(async () => expect(await uidOf(second)).not.toBe(second.metadata.uid));
  });

  test('one of both may be evicted, not the second too', async () => {
    const budget = inNamespace(example('PodDisruptionBudget'), 'ha-identity');
    await cluster.apply(budget);
    await eventually(async () => {
      const { status } = await cluster.read(budget);
      expect(status).toMatchObject({ currentHealthy: 2, desiredHealthy: 1, disruptionsAllowed: 1 });
    });
  });
});
