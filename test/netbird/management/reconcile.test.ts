import { afterEach, beforeEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ApiToken } from '../../../lib/netbird/management/api-token.ts';
import type { DesiredRoute, DesiredRoutes } from '../../../lib/netbird/management/desired-routes.ts';
import { ManagementClient } from '../../../lib/netbird/management/management-client.ts';
import type { Action } from '../../../lib/netbird/management/plan-routes.ts';
import { reconcile } from '../../../lib/netbird/management/reconcile.ts';
import { type Fault, ManagementServer } from '../../support/management-server.ts';
import { desired } from '../../support/netbird-account.ts';

let server: ManagementServer;

beforeEach(async () => {
  server = await ManagementServer.start();
});

afterEach(() => server.close());

function client(): ManagementClient {
  return new ManagementClient(server.url, new ApiToken(server.token, 'the test'), { timeout: 2000, backoff: 1 });
}

function site(...routes: readonly DesiredRoute[]): DesiredRoutes {
  return { managementUrl: server.url, owner: 'home', routes: routes.length === 0 ? [desired()] : routes };
}

/** What a run did, and what it leaves. */
async function run(wanted = site()) {
  const done: Action[] = [];
  const { plan, refusals } = await reconcile(wanted, client(), { onDone: (action) => done.push(action), pause: 4 });
  return { done: done.map(({ kind }) => kind), plan, refusals };
}

function stored(): unknown[] {
  return [...server.routes.values()];
}

test('the first run makes the route, the second one finds it', async () => {
  const { id: peer } = server.addPeer('k8s-routing-peer');
  expect((await run()).done).toEqual(['create']);
  expect(stored()).toMatchObject([
    {
      network_id: 'home-192.168.1.0-24',
      network: '192.168.1.0/24',
      peer,
      description: 'LAN [cdk8s-netbird:home]',
      enabled: true,
      masquerade: true,
      metric: 9999,
    },
  ]);
  server.requests.length = 0;
  expect(await run()).toMatchObject({ done: [], plan: { kept: [{}], problems: [] } });
  expect(server.requests.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET']);
});

test('after the peer was deleted and has registered again, the route is given to the new one', async () => {
  const { id } = server.addPeer('k8s-routing-peer');
  await run();
  server.deletePeer(id);
  expect(stored()).toMatchObject([{ peer: id }]);
  const again = server.addPeer('k8s-routing-peer');
  expect((await run()).done).toEqual(['re-point']);
  expect(stored()).toMatchObject([{ peer: again.id }]);
});

test('by a group of peers, the route outlives the peer', async () => {
  const { id } = server.addPeer('k8s-routing-peer');
  const group = server.addGroup('routing-peers', [id]);
  const wanted = site(desired({ peerGroup: 'routing-peers' }));
  await run(wanted);
  server.deletePeer(id);
  server.addPeer('k8s-routing-peer');
  expect((await run(wanted)).done).toEqual([]);
  expect(stored()).toMatchObject([{ peer: '', peer_groups: [group.id] }]);
});

test('from a group to single peers and back', async () => {
  const peers = ['rp-0', 'rp-1'].map((name) => server.addPeer(name).id);
  server.addGroup('routing-peers', peers);
  const byGroup = site(desired({ peerGroup: 'routing-peers' }));
  const byPeers = site(desired({ peer: 'rp-0' }), desired({ peer: 'rp-1' }));
  expect((await run(byGroup)).done).toEqual(['create']);
  expect((await run(byPeers)).done).toEqual(['re-point', 'create']);
  expect(await run(byGroup)).toMatchObject({ done: ['re-point', 'delete'], refusals: [] });
  expect(stored()).toHaveLength(1);
});

test('drift, duplicates and what is not wanted any more are put right in one run; foreign routes stay', async () => {
  const { id: peer } = server.addPeer('k8s-routing-peer');
  await run(site(desired(), desired({ network: '10.0.0.0/8', networkId: 'home-10' })));
  const first = [...server.routes.values()].find(({ network }) => network === '192.168.1.0/24');
  if (first === undefined) throw new Error('There is no route.');
  server.addRoute({ ...first, id: server.nextId() });
  server.routes.set(first.id, { ...first, metric: 1 });
  const foreign = server.addRoute({ network: '172.16.0.0/12', peer, description: 'by hand' });
  expect((await run()).done.sort()).toEqual(['delete', 'delete', 'update']);
  expect(stored()).toHaveLength(2);
  expect(server.routes.get(foreign.id)).toEqual(foreign);
});

test.each<[string, Fault]>([
  ['before', { cut: 'before' }],
  ['in the middle', { cut: 'middle' }],
  ['unheard', { cut: 'unheard' }],
  ['502', { status: 502 }],
])('a POST whose answer is lost makes one route: %s', async (_, fault) => {
  server.addPeer('k8s-routing-peer');
  let isFirst = true;
  server.fault = ({ method }) => {
    if (method !== 'POST' || !isFirst) return undefined;
    isFirst = false;
    return fault;
  };
  expect((await run()).done).toEqual(['create']);
  expect(stored()).toHaveLength(1);
});

test('a route that is refused does not keep back the others, and is reported with the reason', async () => {
  const { id } = server.addPeer('k8s-routing-peer');
  const group = server.addGroup('hand', [id]);
  server.addRoute({ network: '10.0.0.0/8', peer_groups: [group.id], description: 'by hand' });
  const { done, refusals, plan } = await run(site(desired({ network: '10.0.0.0/8', networkId: 'home-10' }), desired()));
  expect(done).toEqual(['create']);
  expect(refusals).toMatchObject([{ action: { network: '10.0.0.0/8' }, error: { problem: 'conflict' } }]);
  expect(plan.actions).toHaveLength(1);
});

test('a wrong token ends the run at once', async () => {
  server.fault = () => ({ status: 401 });
  await expect(run()).rejects.toMatchObject({ problem: 'token' });
});

test('a route is not deleted before the one that takes its place is written', async () => {
  const { id: peer } = server.addPeer('k8s-routing-peer');
  await run();
  const [old] = server.routes.values();
  server.addRoute({ network: '172.16.0.0/12', peer, description: 'x [cdk8s-netbird:home]' });
  server.fault = ({ method }) => (method === 'POST' ? { status: 422 } : undefined);
  const wanted = site(desired({ network: '192.168.0.0/16', networkId: 'wider' }));
  expect(await run(wanted)).toMatchObject({ done: ['delete'], refusals: [{ action: { kind: 'create' } }] });
  expect(stored()).toEqual([old]);
  server.fault = () => undefined;
  expect((await run(wanted)).done).toEqual(['create', 'delete']);
});

test.each([
  ['changed', { metric: 1 }],
  ['deleted', { network: '10.0.0.0/8' }],
])('a route whose mark somebody takes out after the look is not %s', async (_, more) => {
  const { id: peer } = server.addPeer('k8s-routing-peer');
  await run();
  const own = { peer, description: 'LAN [cdk8s-netbird:home]', network_id: 'home-192.168.1.0-24', ...more };
  const [first] = server.routes.values();
  if (first !== undefined && 'metric' in more) server.routes.delete(first.id);
  const { id } = server.addRoute(own);
  const taken = { ...own, description: 'mine now', peer: server.addPeer('other').id };
  server.fault = ({ method, path }) => {
    if (method === 'GET' && path === `/api/routes/${id}`) Object.assign(server.routes.get(id) ?? {}, taken);
    return undefined;
  };
  await run();
  expect(server.routes.get(id)).toMatchObject(taken);
  expect(server.requests.filter(({ method, path }) => method !== 'GET' && path.endsWith(id))).toEqual([]);
});

test('what somebody deletes in the meantime is no failure', async () => {
  const { id: peer } = server.addPeer('k8s-routing-peer');
  const twice = { peer, description: 'LAN [cdk8s-netbird:home]', network_id: 'home-192.168.1.0-24' };
  server.addRoute({ ...twice, metric: 1 });
  server.addRoute(twice);
  server.fault = ({ method }) => {
    if (method === 'PUT' || method === 'DELETE') server.routes.clear();
    return undefined;
  };
  const { refusals } = await run();
  expect(refusals).toEqual([]);
  expect(stored()).toHaveLength(1);
});

test('runs at the same time leave one route for each peer, in whatever order their requests arrive', async () => {
  const delays = fc.infiniteStream(fc.integer({ min: 0, max: 6 }));
  const start = fc.record({
    delays,
    runs: fc.integer({ min: 2, max: 4 }),
    duplicates: fc.integer({ min: 0, max: 3 }),
    isStale: fc.boolean(),
    cutAt: fc.option(fc.integer({ min: 3, max: 20 })),
  });
  await fc.assert(
    fc.asyncProperty(start, async ({ delays, runs, duplicates, isStale, cutAt }) => {
      server.routes.clear();
      server.peers.clear();
      const peers = ['rp-0', 'rp-1'].map((name) => server.addPeer(name).id);
      for (let index = 0; index < duplicates; index++) {
        const description = 'LAN [cdk8s-netbird:home]';
        server.addRoute({ description, network_id: 'home-192.168.1.0-24', peer: isStale ? 'gone' : String(peers[0]) });
      }
      let requests = 0;
      server.fault = ({ method }) => {
        requests += 1;
        if (requests === cutAt && method === 'POST') return { cut: 'before' };
        const [slow = 0] = delays.take(1);
        return { slow };
      };
      const wanted = site(desired({ peer: 'rp-0' }), desired({ peer: 'rp-1' }));
      const results = await Promise.all(Array.from({ length: runs }, () => run(wanted)));
      expect(results.flatMap(({ refusals }) => refusals)).toEqual([]);
      expect([...server.routes.values()].map(({ peer }) => peer).sort()).toEqual([...peers].sort());
      server.fault = () => undefined;
      expect((await run(wanted)).done).toEqual([]);
    }),
    { numRuns: 60 },
  );
}, 60_000);

test('1,000 routes and 1,000 peers are compared in under 2 seconds', async () => {
  const routes = Array.from({ length: 1000 }, (_, index) => {
    server.addPeer(`peer-${index}`);
    const network = `10.${index >> 8}.${index & 255}.0/24`;
    return desired({ peer: `peer-${index}`, network, networkId: network });
  });
  expect((await run(site(...routes))).done).toHaveLength(1000);
  const begin = performance.now();
  expect((await run(site(...routes))).done).toEqual([]);
  expect(performance.now() - begin).toBeLessThan(2000);
}, 60_000);
