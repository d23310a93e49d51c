import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

// NetBird's management API as 0.66.2 was observed to have it, quirks included, over real HTTP. It is written after the
// observations, not after our client. management-contract.test.ts holds it, or a real server, to them.

export interface StoredPeer {
  readonly id: string;
  name: string;
  hostname: string;
  connected: boolean;
  last_seen: string;
  created_at: string;
  os: string;
}

export interface StoredGroup {
  readonly id: string;
  name: string;
  readonly peers: string[];
}

export interface StoredRoute {
  readonly id: string;
  network_id: string;
  description: string;
  enabled: boolean;
  network: string;
  domains: readonly string[] | null;
  peer: string;
  peer_groups: readonly string[];
  metric: number;
  masquerade: boolean;
  groups: readonly string[];
  access_control_groups: readonly string[];
  keep_route: boolean;
  skip_auto_apply: boolean;
}

/** Answered by something else, before NetBird hears of the request. */
interface StatusFault {
  readonly status: number;
  readonly retryAfter?: string;
  readonly html?: boolean;
  readonly location?: string;
}

/** What goes wrong with one request. */
export type Fault =
  | StatusFault
  /** The answer comes this much later, in milliseconds. */
  | { readonly slow: number }
  /** Carried out; the connection breaks in the middle of the answer, or before it. */
  | { readonly cut: 'before' | 'middle' }
  /** The connection breaks before anything is carried out. */
  | { readonly cut: 'unheard' };

export interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
}

type Body = Readonly<Record<string, unknown>>;

/** An answer that is no success. */
class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export class ManagementServer {
  readonly token = 'nbp_0123456789abcdefghijABCDEFGHIJ012345';
  readonly peers = new Map<string, StoredPeer>();
  readonly groups = new Map<string, StoredGroup>();
  readonly routes = new Map<string, StoredRoute>();
  readonly requests: Recorded[] = [];

  /** Called before a request is carried out; what it returns goes wrong. */
  fault: (request: Recorded) => Fault | undefined = () => undefined;

  private server: Server | undefined;
  private port = 0;
  private lastId = 0;

  static async start(): Promise<ManagementServer> {
    const server = new ManagementServer();
    server.addGroup('All');
    await server.listen();
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async listen(): Promise<void> {
    const server = createServer((request, response) => void this.serve(request, response));
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }

  async close(): Promise<void> {
    const { server } = this;
    if (server === undefined) return;
    this.server = undefined;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  /** Ids grow, as those of the server do. */
  nextId(): string {
    this.lastId += 1;
    return `ch8i4ug6lnn4g9hq${this.lastId.toString(32).padStart(4, '0')}`;
  }

  addGroup(name: string, peers: readonly string[] = []): StoredGroup {
    const group = { id: this.nextId(), name, peers: [...peers] };
    this.groups.set(group.id, group);
    return group;
  }

  /** A peer that has registered; it is in the group All. */
  addPeer(name: string, more: Partial<StoredPeer> = {}): StoredPeer {
    const seen = { last_seen: '2026-01-02T00:00:00Z', created_at: '2026-01-01T00:00:00Z' };
    const peer = { id: this.nextId(), name, hostname: name, connected: true, os: 'Linux Alpine', ...seen, ...more };
    this.peers.set(peer.id, peer);
    for (const group of this.groups.values()) if (group.name === 'All') group.peers.push(peer.id);
    return peer;
  }

  /** Its routes stay behind. */
  deletePeer(id: string): void {
    this.peers.delete(id);
    for (const { peers } of this.groups.values()) if (peers.includes(id)) peers.splice(peers.indexOf(id), 1);
  }

  /** As the UI makes one. */
  addRoute(more: Partial<StoredRoute>): StoredRoute {
    const [all] = this.groups.keys();
    const route: StoredRoute = {
      id: this.nextId(),
      network_id: 'lan',
      description: '',
      enabled: true,
      network: '192.168.1.0/24',
      domains: null,
      peer: '',
      peer_groups: [],
      metric: 9999,
      masquerade: true,
      groups: [String(all)],
      access_control_groups: [],
      keep_route: false,
      skip_auto_apply: false,
      ...more,
    };
    this.routes.set(route.id, route);
    return route;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url);
    const { method = 'GET' } = request;
    const recorded = { method, path: `${url.pathname}${url.search}`, authorization: request.headers.authorization };
    this.requests.push(recorded);
    const body = await bodyOf(request);
    const fault = this.fault(recorded) ?? { slow: 0 };
    const cut = 'cut' in fault ? fault.cut : undefined;
    if (cut === 'unheard') return void request.socket.destroy();
    if ('status' in fault) return sendFault(response, fault);
    if ('slow' in fault && fault.slow > 0) await wait(fault.slow);
    const { status, text } = this.answer(recorded, url, body);
    if (cut === 'before') return void request.socket.destroy();
    const type = text.startsWith('404 page') ? 'text/plain; charset=utf-8' : 'application/json; charset=UTF-8';
    response.writeHead(status, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(text) });
    if (cut === 'middle') {
      response.write(text.slice(0, Math.ceil(text.length / 2)), () => request.socket.destroy());
    } else {
      response.end(text);
    }
  }

  private answer(request: Recorded, url: URL, body: string): { status: number; text: string } {
    try {
      return { status: 200, text: `${JSON.stringify(this.carryOut(request, url, body))}\n` };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.message === '') return { status: error.status, text: '404 page not found\n' };
      return { status: error.status, text: `${JSON.stringify({ message: error.message, code: error.status })}\n` };
    }
  }

  private carryOut({ method, authorization }: Recorded, url: URL, body: string): unknown {
    const [, api, kind, id, ...rest] = url.pathname.split('/');
    if (api !== 'api' || rest.length > 0 || !['peers', 'groups', 'routes'].includes(kind ?? '')) {
      throw new Refusal(404, '');
    }
    if (authorization === undefined) throw new Refusal(401, 'no valid authentication provided');
    if (authorization !== `Token ${this.token}`) throw new Refusal(401, 'token invalid');
    const name = url.searchParams.get('name');
    switch (`${method} ${kind}${id === undefined ? '' : '/id'}`) {
      case 'GET peers':
        return [...this.peers.values()].filter((peer) => peer.name.includes(name ?? '')).map((one) => this.toPeer(one));
      case 'GET groups':
        return this.readGroups(name);
      case 'GET routes':
        return [...this.routes.values()].map(toRoute);
      case 'GET routes/id':
        return toRoute(this.find(id));
      case 'POST routes':
        return toRoute(this.save(this.nextId(), body));
      case 'PUT routes/id':
        this.find(id);
        return toRoute(this.save(String(id), body));
      case 'DELETE routes/id':
        this.find(id);
        this.routes.delete(String(id));
        return {};
      default:
        throw new Refusal(404, '');
    }
  }

  private find(id: string | undefined): StoredRoute {
    const route = this.routes.get(String(id));
    if (route === undefined) throw new Refusal(404, `route with ID ${id} doesn't exist`);
    return route;
  }

  private readGroups(name: string | null): unknown {
    const groups = [...this.groups.values()].filter((group) => name === null || group.name === name);
    if (groups.length === 0) throw new Refusal(404, `group: ${name} not found`);
    return groups.map(({ id, name, peers }) => ({
      id,
      name,
      issued: 'api',
      // Empty lists are null.
      peers: peers.length === 0 ? null : peers.map((peer) => ({ id: peer, name: this.peers.get(peer)?.name })),
      peers_count: peers.length,
      resources: null,
      resources_count: 0,
    }));
  }

  private toPeer(peer: StoredPeer): object {
    const groups = [...this.groups.values()].filter(({ peers }) => peers.includes(peer.id));
    return {
      ...peer,
      ip: '100.109.244.71',
      dns_label: `${peer.name}.netbird.cloud`,
      version: '0.66.2',
      groups:
        groups.length === 0 ? null : groups.map(({ id, name, peers }) => ({ id, name, peers_count: peers.length })),
      login_expired: false,
      ssh_enabled: false,
      user_id: '',
    };
  }

  private save(id: string, text: string): StoredRoute {
    const body = parseBody(text);
    const given = (field: string) => body[field] !== undefined && body[field] !== null;
    if (given('network') === given('domains')) {
      throw new Refusal(
        422,
        given('network')
          ? "only one of 'network' or 'domains' should be provided"
          : "either 'network' or 'domains' should be provided",
      );
    }
    if (given('peer') === given('peer_groups')) {
      throw new Refusal(
        422,
        given('peer')
          ? "only one of 'peer' or 'peer_groups' should be provided"
          : "either 'peer' or 'peer_groups' should be provided",
      );
    }
    const networkId = String(body.network_id ?? '');
    if (networkId.length < 1 || [...networkId].length > 40) {
      throw new Refusal(422, 'identifier should be between 1 and 40 characters');
    }
    const metric = Number(body.metric ?? 0);
    if (metric < 1 || metric > 9999) throw new Refusal(422, 'metric should be between 1 and 9999');
    const route: StoredRoute = {
      id,
      network_id: networkId,
      description: String(body.description ?? ''),
      enabled: body.enabled === true,
      network: given('network') ? masked(String(body.network)) : 'invalid Prefix',
      domains: given('domains') ? (body.domains as string[]) : null,
      peer: String(body.peer ?? ''),
      peer_groups: (body.peer_groups ?? []) as string[],
      metric,
      masquerade: body.masquerade === true,
      groups: (body.groups ?? []) as string[],
      access_control_groups: (body.access_control_groups ?? []) as string[],
      keep_route: body.keep_route === true,
      skip_auto_apply: body.skip_auto_apply === true,
    };
    if (route.groups.length === 0) throw new Refusal(422, 'groups list should not be empty');
    for (const group of [...route.groups, ...route.peer_groups, ...route.access_control_groups]) {
      if (!this.groups.has(group)) throw new Refusal(422, `group id ${group} not found`);
    }
    if (route.peer !== '' && !this.peers.has(route.peer))
      throw new Refusal(422, `peer with ID ${route.peer} not found`);
    this.refuseSamePeer(route);
    this.routes.set(id, route);
    return route;
  }

  /** Meant to refuse a second route with the same peer; it overlooks those that name a single peer. */
  private refuseSamePeer(route: StoredRoute): void {
    const others = [...this.routes.values()].filter(({ id, network }) => id !== route.id && network === route.network);
    const groups = others.flatMap(({ peer_groups }) => peer_groups);
    const peers = groups.flatMap((group) => this.groups.get(group)?.peers ?? []);
    const own = route.peer_groups.flatMap((group) => this.groups.get(group)?.peers ?? []);
    if (
      peers.includes(route.peer) ||
      route.peer_groups.some((group) => groups.includes(group)) ||
      own.some((peer) => peers.includes(peer))
    ) {
      throw new Refusal(409, 'resource already exists');
    }
  }
}

function parseBody(text: string): Body {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400, "couldn't parse JSON request");
  }
}

/** A missing key, null and an empty list are the same; empty lists are left out, domains are null. */
function toRoute({ peer_groups, access_control_groups, ...route }: StoredRoute): object {
  return {
    ...route,
    network_type: route.domains === null ? 'IPv4' : 'Domain',
    ...(peer_groups.length > 0 && { peer_groups }),
    ...(access_control_groups.length > 0 && { access_control_groups }),
  };
}

function masked(network: string): string {
  const [, address, length] = /^(\d+\.\d+\.\d+\.\d+)\/(\d+)$/.exec(network) ?? [];
  if (address === undefined || Number(length) > 32) throw new Refusal(422, `invalid prefix ${network}`);
  const bits = address.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0);
  const size = 2 ** (32 - Number(length));
  const first = Math.floor(bits / size) * size;
  return `${[24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join('.')}/${length}`;
}

function sendFault(response: ServerResponse, fault: StatusFault): void {
  const headers = {
    ...(fault.retryAfter !== undefined && { 'Retry-After': fault.retryAfter }),
    ...(fault.location !== undefined && { Location: fault.location }),
  };
  if (fault.html) {
    response.writeHead(fault.status, { ...headers, 'Content-Type': 'text/html' }).end('<html>Log in</html>');
    return;
  }
  const text = JSON.stringify({ message: 'as the test wants it', code: fault.status });
  response.writeHead(fault.status, { ...headers, 'Content-Type': 'application/json' }).end(text);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
