import { createServer, type Server } from 'node:http';

/** What NetBird's API answers about an account, as 0.66.2 does. */
export interface Account {
  readonly peers: readonly object[];
  readonly routes: readonly object[];
  readonly groups: readonly object[];

  /** Of the server. */
  readonly version: string;
}

const peer = {
  id: 'peer-in-use',
  name: 'k8s-routing-peer',
  hostname: 'k8s-worker1',
  ip: '100.109.244.71',
  connected: true,
  groups: [{ id: 'all', name: 'All' }],
};

const route = {
  id: 'route',
  network_id: 'lan',
  description: '',
  enabled: true,
  network: '192.168.1.0/24',
  peer: 'peer-in-use',
  metric: 9999,
  masquerade: true,
  groups: ['all'],
  keep_route: true,
};

/** Of the design document. */
export const account: Account = {
  peers: [peer, { ...peer, id: 'bifrost', name: 'bifrost', hostname: 'bifrost', ip: '100.109.47.211' }],
  routes: [route],
  version: '0.66.2',
  groups: [
    {
      id: 'all',
      name: 'All',
      peers: [
        { id: 'peer-in-use', name: 'k8s-routing-peer' },
        { id: 'bifrost', name: 'bifrost' },
      ],
    },
  ],
};

export const ghost = { ...peer, id: 'ghost', ip: '100.109.9.9', connected: false };

/** The account, with another route. */
export function routedBy(otherwise: object): Account {
  return { ...account, routes: [{ ...route, ...otherwise }] };
}

/** Stands in for NetBird's management server, which is not to be had here: it serves what it is told, to whoever has a token. */
export class AccountServer {
  account: Account = account;
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      const list = {
        '/api/peers': this.account.peers,
        '/api/routes': this.account.routes,
        '/api/groups': this.account.groups,
        '/api/instance/version': { management_current_version: this.account.version },
      }[request.url ?? ''];
      const isAllowed = request.headers.authorization === 'Token nbp_test';
      response.writeHead(isAllowed ? (list === undefined ? 404 : 200) : 401, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify(isAllowed ? (list ?? { message: 'not found', code: 404 }) : { message: 'no', code: 401 }),
      );
    });
  }

  /** @returns its address */
  listen(): Promise<string> {
    return new Promise((resolve) =>
      this.server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${Object(this.server.address()).port}`)),
    );
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}
