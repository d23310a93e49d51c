import { beforeAll, expect, test } from '@jest/globals';
import { ApiObject, App, Chart } from 'cdk8s';
import { ArgoDelivery } from '../../lib/index.ts';
import { Cluster } from './support/cluster.ts';
import { applyPrerequisites } from './support/site.ts';

const cluster = Cluster.current();

beforeAll(async () => {
  await applyPrerequisites(cluster);
});

/** dist/ has Applications; a site of many charts may have this instead. */
test('an ApplicationSet is accepted, every field of it, and a second sync changes nothing', async () => {
  const site = new App();
  const chart = new Chart(site, 'app');
  new ApiObject(chart, 'a', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'default' } });
  const { applicationSet } = new ArgoDelivery(new Chart(site, 'argocd'), 'delivery', {
    repository: 'https://git.example.org/homelab/cluster.git',
    charts: [chart],
    makes: 'application-set',
  });
  const first = await cluster.apply(applicationSet?.toJson());
  expect(first.warnings).toEqual([]);
  const second = await cluster.apply(applicationSet?.toJson());
  expect(second.object.metadata.resourceVersion).toBe(first.object.metadata.resourceVersion);
});
