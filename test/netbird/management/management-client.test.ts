import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer } from 'node:net';
import { inspect } from 'node:util';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { ApiToken } from '../../../lib/netbird/management/api-token.ts';
import { ManagementClient, type RouteRequest } from '../../../lib/netbird/management/management-client.ts';
import { ManagementError } from '../../../lib/netbird/management/management-error.ts';
import type { Patience } from '../../../lib/netbird/management/request.ts';
import { type Fault, ManagementServer } from '../../support/management-server.ts';
import { SELF_SIGNED } from '../../support/self-signed.ts';

let server: ManagementServer;

beforeEach(async () => {
  server = await ManagementServer.start();
});

afterEach(() => server.close());

const QUICK: Partial<Patience> = { timeout: 500, backoff: 1, longestWait: 20 };

function client(url = server.url, token = server.token, patience: Partial<Patience> = {}): ManagementClient {
  return new ManagementClient(url, new ApiToken(token, 'the test'), { ...QUICK, ...patience });
}

/** These go wrong one after the other, then nothing does. */
function faults(...list: readonly Fault[]): void {
  const left = [...list];
  server.fault = () => left.shift();
}

async function errorOf(promise: Promise<unknown>): Promise<ManagementError> {
  const error = await promise.then(
    () => undefined,
    (reason) => reason,
  );
  if (!(error instanceof ManagementError)) throw new Error(`It was no ManagementError: ${inspect(error)}`);
  return error;
}

function route(peer: string): RouteRequest {
  return {
    network_id: 'lan',
    description: '',
    enabled: true,
    network: '192.168.1.0/24',
    peer,
    metric: 9999,
    masquerade: true,
    groups: [...server.groups.keys()],
    access_control_groups: [],
    keep_route: false,
  };
}

test.each([
  ['http://netbird.example.org', ', http://netbird.example.org. Keys would travel unencrypted over http.'],
  ['https://netbird.example.org/api', ', https://netbird.example.org/api. Only scheme, host and port of it are used.'],
  ['https://me:nbp_x@netbird.example.org', '. A password in a URL ends up in Git.'],
])('no token is sent to %s', (url, text) => {
  expect(() => client(url)).toThrow(`No access token is sent to the management server${text}`);
});

test('reads peers, groups and routes; null and missing lists are empty ones', async () => {
  const peer = server.addPeer('k8s-routing-peer', { hostname: 'k8s-worker1' });
  server.addGroup('empty');
  server.addRoute({ peer: peer.id });
  expect(await client().peers()).toMatchObject([
    {
      id: peer.id,
      name: 'k8s-routing-peer',
      hostname: 'k8s-worker1',
      connected: true,
      groups: [{ id: expect.any(String) }],
    },
  ]);
  expect(await client().groups()).toMatchObject([
    { name: 'All', peers: [{ id: peer.id }] },
    { name: 'empty', peers: [] },
  ]);
  expect(await client().routes()).toMatchObject([
    { peer: peer.id, peer_groups: [], access_control_groups: [], domains: [] },
  ]);
});

test('what a newer server says besides is kept, for the PUT that replaces everything', async () => {
  server.addRoute({ peer: server.addPeer('peer').id, ...{ future_field: 'kept' } });
  expect(await client().routes()).toMatchObject([{ future_field: 'kept', skip_auto_apply: false }]);
});

test('creates, replaces and deletes; deleting what is gone is no error', async () => {
  const { id: peer } = server.addPeer('peer');
  const { id } = await client().createRoute(route(peer));
  await client().replaceRoute(id, { ...route(peer), metric: 100 });
  expect(server.routes.get(id)).toMatchObject({ metric: 100, peer });
  await client().deleteRoute(id);
  await client().deleteRoute(id);
  expect(server.routes.size).toBe(0);
});

test.each<[string, Fault]>([
  ['a 429', { status: 429 }],
  ['a 429 with Retry-After', { status: 429, retryAfter: '0' }],
  ['a 500', { status: 500 }],
  ['a 503', { status: 503 }],
  ['a connection that breaks before the answer', { cut: 'before' }],
  ['a connection that breaks in the middle of the answer', { cut: 'middle' }],
  ['an answer that does not come in time', { slow: 800 }],
])('after %s it asks again', async (_, fault) => {
  server.addPeer('peer');
  faults(fault, fault);
  expect(await client().peers()).toHaveLength(1);
  expect(server.requests).toHaveLength(3);
});

test('waits as long as Retry-After asks for', async () => {
  faults({ status: 429, retryAfter: '1' });
  const start = performance.now();
  await client(server.url, server.token, { longestWait: 5000 }).peers();
  expect(performance.now() - start).toBeGreaterThan(990);
});

test('ends after so many attempts, and says what is wrong', async () => {
  server.fault = () => ({ status: 503 });
  expect(await errorOf(client().routes())).toMatchObject({
    problem: 'busy',
    message: `${server.url} failed (503) at GET /api/routes. Look at the log of the management server, and of what stands before it; the next run tries again.`,
  });
  expect(server.requests).toHaveLength(5);
});

test('a server that restarts between two calls is found again', async () => {
  const one = client();
  await one.peers();
  await server.close();
  setTimeout(() => void server.listen(), 50);
  expect(await client(server.url, server.token, { backoff: 40, longestWait: 500 }).peers()).toEqual([]);
  expect(await one.peers()).toEqual([]);
});

test.each<[number]>([[400], [403], [404], [409], [412], [422]])('after a %d it never asks again', async (status) => {
  server.fault = () => ({ status });
  await errorOf(client().peers());
  expect(server.requests).toHaveLength(1);
});

test.each<[Fault, boolean]>([
  [{ cut: 'before' }, true],
  [{ cut: 'middle' }, true],
  [{ status: 502 }, true],
  [{ cut: 'unheard' }, true],
])('a POST is sent once when nobody knows whether it was carried out: %j', async (fault, mayHaveHappened) => {
  faults(fault);
  const error = await errorOf(client().createRoute(route(server.addPeer('peer').id)));
  expect(error.mayHaveHappened).toBe(mayHaveHappened);
  expect(server.requests).toHaveLength(1);
});

test('a POST that was turned away is sent again', async () => {
  faults({ status: 429 });
  await client().createRoute(route(server.addPeer('peer').id));
  expect(server.routes.size).toBe(1);
});

test('a wrong token, and one that may not, are each said with their fix', async () => {
  expect(await errorOf(client(server.url, 'nbp_another').peers())).toMatchObject({
    problem: 'token',
    message: `${server.url} does not accept the API token of the test (401). Its time has run out, it was deleted, or it is another server's: make a new personal access token in NetBird, and write it there.`,
  });
  faults({ status: 403 });
  expect(await errorOf(client().peers())).toMatchObject({
    problem: 'forbidden',
    message:
      'The API token of the test may not read /api/peers (403). Give the service user that it belongs to the role "admin" or "network_admin" in NetBird.',
  });
});

test('a page instead of JSON, and a path that nobody serves, are another server', async () => {
  faults({ status: 200, html: true });
  expect(await errorOf(client().peers())).toMatchObject({
    problem: 'not-the-api',
    message: `${server.url}/api/peers answers 200 with a web page, not as NetBird's API does. Write the URL of the management server, scheme and host only: the API is below /api there, and there is no /api/v1.`,
  });
  for (const html of [true, false]) {
    faults({ status: 404, html });
    expect((await errorOf(client().peers())).problem).toBe('not-the-api');
  }
});

test('an answer of another shape is no answer', async () => {
  server.addPeer('peer', { connected: 'yes' as never });
  expect((await errorOf(client().peers())).reason).toContain('answers 200 with JSON of another shape');
});

test('a redirect is never followed with the token', async () => {
  const other = await ManagementServer.start();
  try {
    faults({ status: 302, location: `${other.url}/login` });
    expect(await errorOf(client().peers())).toMatchObject({
      problem: 'redirect',
      message: `${server.url} redirects to ${other.url}; the API token does not go there. If that is the management server, write ${other.url} as its URL.`,
    });
    faults({ status: 307, location: '/login' });
    expect((await errorOf(client().peers())).remedy).toBe('A login stands before the API there: let /api pass by it.');
    expect(other.requests).toEqual([]);
  } finally {
    await other.close();
  }
});

test('nothing listens there', async () => {
  const free = createServer();
  await new Promise<void>((resolve) => free.listen(0, '127.0.0.1', resolve));
  const { port } = free.address() as AddressInfo;
  await new Promise((resolve) => free.close(resolve));
  const error = await errorOf(client(`http://127.0.0.1:${port}`).createRoute(route('peer')));
  expect(error).toMatchObject({ problem: 'unreachable', mayHaveHappened: false });
  expect(error.message).toBe(
    `http://127.0.0.1:${port} cannot be reached (ECONNREFUSED). Nothing listens there: look at the URL, and whether the management server runs.`,
  );
});

test('a name that nobody knows', async () => {
  const error = await errorOf(client('https://netbird.invalid', server.token, { attempts: 1 }).peers());
  expect(error.reason).toMatch(/^https:\/\/netbird\.invalid cannot be reached \((ENOTFOUND|EAI_AGAIN)\)\.$/);
  expect(error.remedy).toContain('Its name is unknown here');
});

test('a self-signed certificate is said to be one, at the first attempt', async () => {
  let connections = 0;
  const tls = createTlsServer(SELF_SIGNED).on('connection', () => connections++);
  await new Promise<void>((resolve) => tls.listen(0, '127.0.0.1', resolve));
  try {
    const url = `https://127.0.0.1:${(tls.address() as AddressInfo).port}`;
    const error = await errorOf(client(url).peers());
    expect(error.problem).toBe('certificate');
    expect(error.message).toBe(
      `The certificate of ${url} is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT). If an authority of your own signed it, name its certificate in NODE_EXTRA_CA_CERTS, or by the prop caCertificate.`,
    );
    expect(connections).toBe(1);
  } finally {
    tls.closeAllConnections();
    await new Promise((resolve) => tls.close(resolve));
  }
});

test.each<[string, Fault]>([
  ['wrong token', { status: 401 }],
  ['forbidden', { status: 403 }],
  ['conflict', { status: 409 }],
  ['server error', { status: 500 }],
  ['cut', { cut: 'middle' }],
  ['page', { status: 200, html: true }],
  ['redirect', { status: 302, location: 'https://elsewhere.example.org' }],
])('the token is in no error: %s', async (_, fault) => {
  server.fault = () => fault;
  const error = await errorOf(client().peers());
  expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(server.token);
  expect(`${error.stack} ${JSON.stringify(error)}`).not.toContain(server.token);
});
