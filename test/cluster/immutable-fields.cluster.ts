import { beforeAll, expect, test } from '@jest/globals';
import { type AnyObject, Cluster } from './support/cluster.ts';
import { applySite, rendered } from './support/site.ts';

const cluster = Cluster.current();

beforeAll(async () => {
  await applySite(cluster);
});

/** Our StatefulSet with some of its specification otherwise. */
function changed(change: (spec: AnyObject) => void): AnyObject {
  const statefulSet = rendered('StatefulSet', 'netbird-peer');
  change(statefulSet.spec);
  return statefulSet;
}

test.each<[string, (spec: AnyObject) => void]>([
  ['the name of the claim template', ({ volumeClaimTemplates: [claim] }) => (claim.metadata.name = 'state')],
  ['the size of the claim', ({ volumeClaimTemplates: [claim] }) => (claim.spec.resources.requests.storage = '1Gi')],
  ['the storage class of the claim', ({ volumeClaimTemplates: [claim] }) => (claim.spec.storageClassName = 'fast')],
  ['the labels of the claim', ({ volumeClaimTemplates: [claim] }) => (claim.metadata.labels = { a: 'b' })],
  ['serviceName', (spec) => (spec.serviceName = 'peers')],
  ['podManagementPolicy', (spec) => (spec.podManagementPolicy = 'OrderedReady')],
  [
    'the selector',
    (spec) => {
      spec.selector.matchLabels = { app: 'netbird-peer' };
      spec.template.metadata.labels.app = 'netbird-peer';
    },
  ],
])('%s cannot be changed', async (_, change) => {
  await expect(cluster.apply(changed(change), { dryRun: true })).rejects.toThrow(
    /^StatefulSet\.apps "netbird-peer" is invalid: spec: Forbidden: updates to statefulset spec for fields other than/,
  );
});

test.each<[string, (spec: AnyObject) => void]>([
  ['replicas', (spec) => (spec.replicas = 0)],
  ['the image', ({ template }) => (template.spec.containers[0].image = 'netbirdio/netbird:0.66.3')],
  ['the node', ({ template }) => (template.spec.nodeSelector = { 'kubernetes.io/hostname': 'k8s-worker2' })],
  ['annotations of the pod', ({ template }) => (template.metadata.annotations = { a: 'b' })],
  ['updateStrategy', (spec) => (spec.updateStrategy = { type: 'RollingUpdate', rollingUpdate: { partition: 1 } })],
  ['what becomes of the claim', (spec) => (spec.persistentVolumeClaimRetentionPolicy.whenScaled = 'Delete')],
  ['revisionHistoryLimit', (spec) => (spec.revisionHistoryLimit = 5)],
])('%s can be changed', async (_, change) => {
  const wanted = changed(change);
  const { object, warnings } = await cluster.apply(wanted, { dryRun: true });
  expect(warnings).toEqual([]);
  expect(object.spec).toMatchObject(wanted.spec);
});
