import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { root } from '../support/repository.ts';
import { routingPeer } from '../support/routing-peer.ts';
import { node } from './support/cilium-objects.ts';
import { type AnyObject, Cluster } from './support/cluster.ts';
import { eventually } from './support/eventually.ts';
import { namespace, rendered } from './support/site.ts';
import { claimNameOf, claimOf, gone, hasControllers, inNamespace, podOf, runningPod } from './support/workload.ts';

const cluster = Cluster.current();
const NODE = 'adoption-node';
const ours = rendered('StatefulSet', 'netbird-peer');

beforeAll(async () => {
  await cluster.apply(node(NODE));
});

/** The peer that runs today: what cannot change from the fixture, and a pod as the design document has it. */
function running(): AnyObject {
  const fixture = parse(readFileSync(join(root, 'test', 'netbird', 'running-stateful-set.yaml'), 'utf8'));
  for (const claim of fixture.spec.volumeClaimTemplates) delete claim.status;
  const template = {
    metadata: { labels: { app: 'netbird-peer' } },
    spec: {
      hostNetwork: true,
      containers: [
        {
          name: 'netbird',
          image: 'netbirdio/netbird:0.66.2',
          securityContext: { privileged: true },
          volumeMounts: [{ name: 'netbird-config', mountPath: '/var/lib/netbird' }],
        },
      ],
    },
  };
  return { ...fixture, spec: { ...fixture.spec, replicas: 1, template } };
}

/** Makes that peer, by hand as today, in a namespace of its own. */
async function install(name: string): Promise<AnyObject> {
  const statefulSet = inNamespace(running(), name);
  await cluster.apply(namespace(name));
  for (const account of ['netbird-peer', 'default']) {
    await cluster.apply({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: account, namespace: name } });
  }
  await cluster.apply(statefulSet, { manager: 'kubectl' });
  return statefulSet;
}

test('in place, our StatefulSet for today’s immutable fields is accepted over the one that runs', async () => {
  await install('adoption-in-place');
  const immutableFields = { selector: { app: 'netbird-peer' }, podManagementPolicy: 'OrderedReady' } as const;
  const adopting = inNamespace(routingPeer({ immutableFields }).statefulSet.toJson(), 'adoption-in-place');
  const { object, warnings } = await cluster.apply(adopting);
  expect(warnings).toEqual([]);
  const [container] = object.spec.template.spec.containers;
  expect(container.securityContext).toMatchObject({ privileged: false, allowPrivilegeEscalation: false });
  expect(object.spec.volumeClaimTemplates[0].metadata.name).toBe('netbird-config');
});

test('with the fields of a new installation, the one that runs is in the way', async () => {
  await install('adoption-refused');
  await expect(cluster.apply(inNamespace(ours, 'adoption-refused'))).rejects.toThrow(
    /updates to statefulset spec for fields other than/,
  );
});

test('the claim template of ours has the name of the one that runs', () => {
  const nameOf = ({ spec }: AnyObject) => spec.volumeClaimTemplates.map(({ metadata }: AnyObject) => metadata.name);
  expect(nameOf(ours)).toEqual(nameOf(running()));
  expect(ours.metadata).toMatchObject({ name: running().metadata.name, namespace: running().metadata.namespace });
});

(hasControllers ? describe : describe.skip)('with the controllers', () => {
  test('orphaned and replaced by ours: the old pod goes on, the claim stays, the new pod uses it', async () => {
    const name = 'adoption-orphaned';
    const old = await install(name);
    const oldPod = await runningPod(cluster, podOf(name), NODE);
    const claim = await cluster.read(claimOf(name));
    expect(claimNameOf(oldPod)).toBe(claim.metadata.name);

    await cluster.delete(old, 'Orphan');
    await gone(cluster, old);
    expect((await cluster.read(podOf(name))).metadata).toMatchObject({ uid: oldPod.metadata.uid });

    // It does not match our selector, so it is not adopted but in the way, until a person deletes it.
    await cluster.apply(inNamespace(ours, name));
    await cluster.delete(podOf(name));
    const newPod = await runningPod(cluster, podOf(name), NODE, oldPod.metadata.uid);
    expect(newPod.metadata.labels).toMatchObject({ 'app.kubernetes.io/name': 'netbird-peer' });
    expect(claimNameOf(newPod)).toBe(claim.metadata.name);
    expect((await cluster.read(claimOf(name))).metadata.uid).toBe(claim.metadata.uid);
    await eventually(async () =>
      expect((await cluster.read(inNamespace(ours, name))).status).toMatchObject({ readyReplicas: 1 }),
    );
  });
});
