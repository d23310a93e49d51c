import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ManagementServer } from '../../support/management-server.ts';

// What NetBird 0.66.2 was observed to do, and what our client relies on. Held against the server of the tests, or
// against a real one, in whose account at least one Linux peer is:
//   NETBIRD_URL=https://… NETBIRD_TOKEN_FILE=… npx jest management-contract
// Everything that it makes there has the network 198.51.100.0/24, and is deleted in the end.

const { NETBIRD_URL, NETBIRD_TOKEN_FILE } = process.env;
const isReal = NETBIRD_URL !== undefined;
const onlyFake = isReal ? test.skip : test;

interface Answer {
  readonly status: number;
  readonly type: string;
  // biome-ignore lint/suspicious/noExplicitAny: as it came
  readonly body: any;
}

let fake: ManagementServer | undefined;
let url: string;
let token: string;
let peer: string;
let all: string;

beforeAll(async () => {
  if (isReal) {
    url = NETBIRD_URL;
    token = readFileSync(String(NETBIRD_TOKEN_FILE), 'utf8').trim();
  } else {
    fake = await ManagementServer.start();
    fake.addPeer('k8s-routing-peer');
    ({ url, token } = fake);
  }
  const peers = (await ask('GET', '/api/peers')).body;
  peer = peers.find(({ os }: { os: string }) => /linux/i.test(os)).id;
  all = (await ask('GET', '/api/groups?name=All')).body[0].id;
});

afterAll(async () => {
  const { body } = await ask('GET', '/api/routes');
  for (const { id, network } of body) if (network === '198.51.100.0/24') await ask('DELETE', `/api/routes/${id}`);
  await fake?.close();
});

async function ask(method: string, path: string, body?: unknown, authorization?: string): Promise<Answer> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { Authorization: authorization ?? `Token ${token}` },
    body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  const type = response.headers.get('content-type')?.split(';')[0] ?? '';
  return { status: response.status, type, body: type === 'application/json' ? JSON.parse(text) : text };
}

function routeBody(more: Readonly<Record<string, unknown>> = {}): object {
  return {
    description: 'contract',
    network_id: 'contract',
    enabled: true,
    network: '198.51.100.0/24',
    peer,
    metric: 9999,
    masquerade: true,
    groups: [all],
    keep_route: false,
    ...more,
  };
}

test('without a token, and with a wrong one, it answers 401 in JSON', async () => {
  for (const authorization of ['', 'Token nbp_wrong']) {
    const { status, body } = await ask('GET', '/api/peers', undefined, authorization || 'none');
    expect({ status, code: body.code, message: typeof body.message }).toEqual({
      status: 401,
      code: 401,
      message: 'string',
    });
  }
});

test('there is no /api/v1: 404 as plain text, with or without a token', async () => {
  for (const authorization of [undefined, 'none']) {
    const answer = await ask('GET', '/api/v1/peers', undefined, authorization);
    expect(answer).toMatchObject({ status: 404, type: 'text/plain' });
  }
});

test('peers are searched by a part of their name', async () => {
  const { name } = (await ask('GET', '/api/peers')).body.find(({ id }: { id: string }) => id === peer);
  const found = (await ask('GET', `/api/peers?name=${encodeURIComponent(name.slice(1))}`)).body;
  expect(found.map(({ id }: { id: string }) => id)).toContain(peer);
});

test('a group that is not there is a 404 in JSON', async () => {
  expect(await ask('GET', '/api/groups?name=no-such-group-0')).toMatchObject({ status: 404, body: { code: 404 } });
});

test('every success is 200, and DELETE answers {}', async () => {
  const made = await ask('POST', '/api/routes', routeBody());
  expect(made.status).toBe(200);
  expect((await ask('PUT', `/api/routes/${made.body.id}`, routeBody({ metric: 1 }))).status).toBe(200);
  expect(await ask('DELETE', `/api/routes/${made.body.id}`)).toMatchObject({ status: 200, body: {} });
  expect(await ask('DELETE', `/api/routes/${made.body.id}`)).toMatchObject({ status: 404, body: { code: 404 } });
});

test('a route by its id is what the list has of it, and a 404 in JSON when it is gone', async () => {
  const { id } = (await ask('POST', '/api/routes', routeBody())).body;
  const { body } = await ask('GET', '/api/routes');
  const path = `/api/routes/${id}`;
  expect((await ask('GET', path)).body).toEqual(body.find((route: { id: string }) => route.id === id));
  await ask('DELETE', path);
  expect(await ask('GET', path)).toMatchObject({ status: 404, body: { code: 404 } });
});

test('the same route for the same peer, posted twice, is there twice', async () => {
  const [one, other] = [await ask('POST', '/api/routes', routeBody()), await ask('POST', '/api/routes', routeBody())];
  expect([one.status, other.status]).toEqual([200, 200]);
  expect(one.body.id).not.toBe(other.body.id);
});

test('host bits are masked', async () => {
  const { body } = await ask('POST', '/api/routes', routeBody({ network: '198.51.100.7/24' }));
  expect(body.network).toBe('198.51.100.0/24');
});

test('a PUT replaces the whole route: what is left out is gone', async () => {
  const { id } = (await ask('POST', '/api/routes', routeBody({ access_control_groups: [all], keep_route: true }))).body;
  const { description, ...without } = routeBody() as Record<string, unknown>;
  const { body } = await ask('PUT', `/api/routes/${id}`, without);
  expect(body).toMatchObject({ description: '', keep_route: false });
  expect(body.access_control_groups ?? []).toEqual([]);
});

test('missing, null and empty lists are the same', async () => {
  for (const access_control_groups of [undefined, null, []]) {
    const { status, body } = await ask('POST', '/api/routes', routeBody({ access_control_groups }));
    expect({ status, groups: body.access_control_groups ?? [] }).toEqual({ status: 200, groups: [] });
  }
});

test.each<[string, Readonly<Record<string, unknown>>]>([
  ['no network and no domains', { network: undefined }],
  ['a network and domains', { domains: ['example.org'] }],
  ['no peer and no groups of peers', { peer: undefined }],
  ['a peer and groups of peers', { peer_groups: ['x'] }],
  ['an empty network id', { network_id: '' }],
  ['a network id of 41 characters', { network_id: 'x'.repeat(41) }],
  ['the metric 0', { metric: 0 }],
  ['the metric 10000', { metric: 10000 }],
  ['no groups', { groups: [] }],
  ['a group that is not there', { groups: ['no-such-group'] }],
  ['a peer that is not there', { peer: 'no-such-peer' }],
])('422 for %s', async (_, more) => {
  expect(await ask('POST', '/api/routes', routeBody(more))).toMatchObject({ status: 422, body: { code: 422 } });
});

test('400 for what is no JSON', async () => {
  expect(await ask('POST', '/api/routes', '{')).toMatchObject({ status: 400, body: { code: 400 } });
});

onlyFake('a deleted peer leaves its routes behind', async () => {
  const { id } = fake?.addPeer('leaves') ?? { id: '' };
  const { body } = await ask('POST', '/api/routes', routeBody({ peer: id }));
  fake?.deletePeer(id);
  const routes = (await ask('GET', '/api/routes')).body;
  expect(routes).toContainEqual(expect.objectContaining({ id: body.id, peer: id }));
});

onlyFake('a second route is refused only where a group of the first one has the peer', async () => {
  const { id } = fake?.addPeer('grouped') ?? { id: '' };
  const group = fake?.addGroup('of-peers', [id]).id;
  const network = '198.51.100.0/25';
  await ask('POST', '/api/routes', routeBody({ network, peer: undefined, peer_groups: [group] }));
  expect((await ask('POST', '/api/routes', routeBody({ network, peer: id }))).status).toBe(409);
});

onlyFake('empty lists inside objects are null', async () => {
  fake?.addGroup('nobody');
  expect((await ask('GET', '/api/groups?name=nobody')).body).toMatchObject([{ peers: null, resources: null }]);
});
