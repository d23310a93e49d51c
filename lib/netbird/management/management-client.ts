import { InvalidValue } from '../../refusal/invalid-value.ts';
import {
  emptyAnswer,
  type Group,
  groupsAnswer,
  type Peer,
  peersAnswer,
  type Route,
  routeAnswer,
  routesAnswer,
  versionAnswer,
} from './answers.ts';
import type { ApiToken } from './api-token.ts';
import { ManagementError } from './management-error.ts';
import { parseManagementUrl } from './management-url.ts';
import { type ApiRequest, PATIENCE, type Patience, type RequestOptions, sendRequest } from './request.ts';

/** A route as it is written: all of it, since a PUT replaces the whole route. */
export type RouteRequest = Pick<
  Route,
  | 'network_id'
  | 'description'
  | 'enabled'
  | 'network'
  | 'metric'
  | 'masquerade'
  | 'groups'
  | 'access_control_groups'
  | 'keep_route'
> &
  ({ readonly peer: string } | { readonly peer_groups: readonly string[] });

/**
 * NetBird's management API, as 0.66.2 has it. Whole lists are read: the server has no pages, and its search by name
 * finds parts of names, and answers 404 where it finds no group.
 */
export class ManagementClient {
  private readonly options: RequestOptions;

  /**
   * @param url scheme, host and port of the management server; `http:` only for this machine
   * @throws ManagementError for a URL to which no token may go
   */
  constructor(url: string, token: ApiToken, patience: Partial<Patience> = {}) {
    this.options = { url: checkedUrl(url), token, patience: { ...PATIENCE, ...patience } };
  }

  /** @throws ManagementError, as all of these */
  peers(): Promise<readonly Peer[]> {
    return this.send({ method: 'GET', path: '/api/peers', check: peersAnswer });
  }

  groups(): Promise<readonly Group[]> {
    return this.send({ method: 'GET', path: '/api/groups', check: groupsAnswer });
  }

  routes(): Promise<readonly Route[]> {
    return this.send({ method: 'GET', path: '/api/routes', check: routesAnswer });
  }

  /** Undefined for one that is gone. */
  findRoute(id: string): Promise<Route | undefined> {
    return unlessGone(this.send({ method: 'GET', path: routePath(id), check: routeAnswer }));
  }

  /** The version of the server: `0.66.2`. */
  version(): Promise<string> {
    return this.send({ method: 'GET', path: '/api/instance/version', check: versionAnswer });
  }

  /** Sent once: where the error says `mayHaveHappened`, read the routes before another attempt. */
  createRoute(body: RouteRequest): Promise<Route> {
    return this.send({ method: 'POST', path: '/api/routes', body, check: routeAnswer });
  }

  replaceRoute(id: string, body: RouteRequest): Promise<Route> {
    return this.send({ method: 'PUT', path: routePath(id), body, check: routeAnswer });
  }

  /** A route that is gone already is deleted. */
  async deleteRoute(id: string): Promise<void> {
    await unlessGone(this.send({ method: 'DELETE', path: routePath(id), check: emptyAnswer }));
  }

  private send<T>(request: ApiRequest<T>): Promise<T> {
    return sendRequest(request, this.options);
  }
}

function checkedUrl(url: string): string {
  try {
    return parseManagementUrl(url);
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    const shown = error.mayShowValue ? `, ${url}` : '';
    throw new ManagementError(
      'configuration',
      `No access token is sent to the management server${shown}. ${error.reason}`,
      error.remedy,
    );
  }
}

async function unlessGone<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ManagementError && error.problem === 'not-found') return undefined;
    throw error;
  }
}

function routePath(id: string): string {
  return `/api/routes/${encodeURIComponent(id)}`;
}
