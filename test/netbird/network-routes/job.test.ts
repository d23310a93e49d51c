import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { ManagementServer } from '../../support/management-server.ts';
import { networkRoutes, objectsOf } from '../../support/network-routes.ts';
import { runPod } from '../../support/pod-process.ts';
import type { Outcome } from '../../support/repository.ts';

let server: ManagementServer;

beforeEach(async () => {
  server = await ManagementServer.start();
});

afterEach(() => server.close());

/** A run of the CronJob as it is rendered, with a token in the store. */
function run(token: string | null = server.token, managementUrl = server.url): Promise<Outcome> {
  const routes = networkRoutes({}, { managementUrl, allowHttpManagementUrl: true });
  const objects = objectsOf(routes);
  const cronJob = Object(objects.find(({ kind }) => kind === 'CronJob'));
  const files: Record<string, string> = token === null ? {} : { NETBIRD_API_TOKEN: token };
  return runPod(cronJob.spec.jobTemplate.spec.template.spec, objects, { 'access-token': files });
}

test('the first run makes the route, and says so; the next one has nothing to do', async () => {
  const { id: peer } = server.addPeer('k8s-routing-peer');
  expect(await run()).toEqual({
    status: 0,
    stdout: `created  192.168.1.0/24  k8s-routing-peer  NetBird does not have it\n${server.url}: 1 route as wanted\n`,
    stderr: '',
  });
  expect([...server.routes.values()]).toMatchObject([
    { peer, network: '192.168.1.0/24', description: 'Routing peer in Kubernetes [cdk8s-netbird:k8s-routing-peer]' },
  ]);
  expect(await run()).toEqual({ status: 0, stdout: `${server.url}: 1 route as wanted\n`, stderr: '' });
});

test('two runs at once leave one route', async () => {
  server.addPeer('k8s-routing-peer');
  server.fault = ({ method }) => (method === 'POST' ? { slow: 100 } : undefined);
  expect((await Promise.all([run(), run()])).map(({ status }) => status)).toEqual([0, 0]);
  expect(server.routes.size).toBe(1);
});

test('without its token it fails, and says which file is missing', async () => {
  expect(await run(null)).toEqual({
    status: 1,
    stdout: '',
    stderr:
      'The API token cannot be read from /mnt/secrets/NETBIRD_API_TOKEN (ENOENT).\n      Name a file that exists and is readable; in the cluster, look at the events of the pod.\n',
  });
});

test('with a wrong one it fails, and never shows it', async () => {
  const { status, stdout, stderr } = await run('nbp_another');
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toContain('does not accept the API token of the file /mnt/secrets/NETBIRD_API_TOKEN (401).');
  expect(stderr).not.toContain('nbp_another');
});

test('without a peer of that name it fails, and says what to do', async () => {
  const { status, stdout } = await run();
  expect(status).toBe(1);
  expect(stdout).toContain('NetBird has no peer of the name "k8s-routing-peer".');
});

test('a server that fails for a while is waited for', async () => {
  server.addPeer('k8s-routing-peer');
  let failures = 2;
  server.fault = () => (failures-- > 0 ? { status: 503 } : undefined);
  expect((await run()).status).toBe(0);
});

test('a server that is not there fails the run', async () => {
  const { url } = server;
  await server.close();
  const { status, stderr } = await run(server.token, url);
  expect(status).toBe(1);
  expect(stderr).toContain(`${url} cannot be reached (ECONNREFUSED).`);
}, 60_000);
