import { beforeAll, describe, expect, test } from '@jest/globals';
import { ManifestReader } from '../../lib/review/base/manifest-reader.ts';
import { Redactor } from '../../lib/review/redactor.ts';
import { reviewSite } from '../../lib/review/review-site.ts';
import { type AnyObject, Cluster } from './support/cluster.ts';
import { eventually } from './support/eventually.ts';
import { applySite, namespace, rendered, site } from './support/site.ts';
import { hasControllers, inNamespace } from './support/workload.ts';

const cluster = Cluster.current();

/** The revision that the controller wants the pods to have, once it has seen the newest specification. */
async function wantedRevision(statefulSet: AnyObject): Promise<string> {
  return eventually(async () => {
    const { metadata, status } = await cluster.read(statefulSet);
    if (status?.observedGeneration !== metadata.generation || status.updateRevision === undefined) {
      throw new Error('The controller has not seen the StatefulSet yet.');
    }
    return status.updateRevision;
  });
}

beforeAll(async () => {
  await applySite(cluster);
});

test('what the API server returns for the site is no change, whatever it filled in', async () => {
  const items = [];
  for (const object of site) items.push(await cluster.read(object));
  const reader = new ManifestReader(new Redactor());
  const read = (list: readonly AnyObject[]) =>
    reader.readManifests([
      { path: 'list.json', content: JSON.stringify({ apiVersion: 'v1', kind: 'List', items: list }) },
    ]);
  const { findings, kept } = reviewSite(read(items).objects, read(site).objects);
  expect(findings).toEqual([]);
  expect(kept).toHaveLength(1);
});

// What `npm run review` relies on: nothing of a pod template may be reordered without replacing the pods.
(hasControllers ? describe : describe.skip)('with the controllers', () => {
  test.each<[string, (pod: AnyObject) => void]>([
    ['the variables of a container', ({ containers: [client] }) => client.env.reverse()],
    ['the mounts of a container', ({ containers: [client] }) => client.volumeMounts.reverse()],
    ['the volumes', ({ volumes }) => volumes.reverse()],
    ['the capabilities', ({ containers: [client] }) => client.securityContext.capabilities.add.reverse()],
  ])('%s in another order replace the pod', async (what, reorder) => {
    const name = what.replaceAll(' ', '-');
    const statefulSet = inNamespace(rendered('StatefulSet', 'netbird-peer'), name);
    await cluster.apply(namespace(name));
    await cluster.apply(statefulSet);
    const before = await wantedRevision(statefulSet);

    reorder(statefulSet.spec.template.spec);
    await cluster.apply(statefulSet);
    expect(await wantedRevision(statefulSet)).not.toBe(before);
  });

  test('applied again as it is, the pod stays', async () => {
    const statefulSet = inNamespace(rendered('StatefulSet', 'netbird-peer'), 'unchanged');
    await cluster.apply(namespace('unchanged'));
    await cluster.apply(statefulSet);
    const before = await wantedRevision(statefulSet);
    await cluster.apply(statefulSet);
    expect(await wantedRevision(statefulSet)).toBe(before);
  });
});
