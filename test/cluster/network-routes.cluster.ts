import { beforeAll, describe, expect, test } from '@jest/globals';
import { ManagementServer } from '../support/management-server.ts';
import { networkRoutes, objectsOf } from '../support/network-routes.ts';
import { runPod } from '../support/pod-process.ts';
import { type AnyObject, Cluster } from './support/cluster.ts';
import { eventually } from './support/eventually.ts';
import { applySite, rendered } from './support/site.ts';
import { hasControllers } from './support/workload.ts';

const cluster = Cluster.current();

beforeAll(async () => {
  await applySite(cluster);
});

/** A Job as the CronJob makes one. */
function job(name: string, namespace = 'netbird-routes'): AnyObject {
  const { spec } = rendered('CronJob', 'netbird-routes').spec.jobTemplate;
  return { apiVersion: 'batch/v1', kind: 'Job', metadata: { name, namespace }, spec };
}

function pod(): AnyObject {
  const { template } = job('now').spec;
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'now', namespace: 'netbird-routes' }, spec: template.spec };
}

test('the namespace of the level restricted admits the pod without a warning', async () => {
  expect((await cluster.create(pod(), { dryRun: true })).warnings).toEqual([]);
});

test('it is the level that decides: a pod that may become root is refused', async () => {
  const refused = pod();
  refused.spec.securityContext.runAsNonRoot = false;
  await expect(cluster.create(refused, { dryRun: true })).rejects.toThrow(/violates PodSecurity "restricted:latest"/);
});

(hasControllers ? describe : describe.skip)('with the controllers', () => {
  test('a Job made of the CronJob gets its pod', async () => {
    await cluster.create(job('network-routes-now'));
    await eventually(async () => {
      expect((await cluster.read(job('network-routes-now'))).status).toMatchObject({ active: 1 });
    });
  });
});

test('what the API server has stored makes the route, run as a kubelet would', async () => {
  const server = await ManagementServer.start();
  try {
    server.addPeer('k8s-routing-peer');
    const routes = networkRoutes(
      { name: 'stored', namespace: 'network-routes-stored' },
      { managementUrl: server.url, allowHttpManagementUrl: true },
    );
    const stored: AnyObject[] = [];
    for (const object of objectsOf(routes)) {
      await cluster.apply(object);
      stored.push(await cluster.read(object));
    }
    const { jobTemplate } = stored.find(({ kind }) => kind === 'CronJob').spec;
    const token = { 'access-token': { NETBIRD_API_TOKEN: server.token } };
    expect(await runPod(jobTemplate.spec.template.spec, stored, token)).toMatchObject({ status: 0, stderr: '' });
    expect([...server.routes.values()]).toMatchObject([{ network: '192.168.1.0/24' }]);
  } finally {
    await server.close();
  }
});
