import { ROUTES_FILE } from '../netbird/management/routes-file.ts';
import { isRecord, listAt, recordAt, textAt } from '../output/record.ts';
import type { Difference } from './compare/compare-objects.ts';
import type { SiteObject } from './site-object.ts';

/** A route that the site keeps in NetBird. The base may be of another version: what it does not say is empty. */
export interface SiteRoute {
  readonly network: string;

  /** The peer, or the group of peers: `k8s-routing-peer`, `group routing-peers`. */
  readonly target: string;
  readonly groups: readonly string[];
  readonly accessControlGroups: readonly string[];
  readonly masquerade: boolean;
  readonly metric: number;
}

/** The routes of a ConfigMap that has them for NetBird; none of anything else. */
export function routesOf(object: SiteObject | undefined): readonly SiteRoute[] {
  return listAt(object?.content, 'data', ROUTES_FILE, 'routes')
    .filter(isRecord)
    .map((route) => ({
      network: String(route.network),
      target: textAt(route, 'peer') ?? `group ${textAt(route, 'peerGroup')}`,
      groups: listAt(route, 'groups').map(String),
      accessControlGroups: listAt(route, 'accessControlGroups').map(String),
      masquerade: route.masquerade === true,
      metric: Number(route.metric),
    }));
}

/** Where the routes are kept, and whose they are; empty for what is not said. */
export function accountOf({ content }: SiteObject): { readonly managementUrl: string; readonly owner: string } {
  const file = recordAt(content, 'data', ROUTES_FILE);
  return { managementUrl: textAt(file, 'managementUrl') ?? '', owner: textAt(file, 'owner') ?? '' };
}

/** The routes of one network, before and after. */
export interface NetworkChange {
  readonly network: string;
  readonly before: readonly SiteRoute[];
  readonly after: readonly SiteRoute[];

  /** By one target on both sides. */
  readonly pairs: readonly { readonly before: SiteRoute; readonly after: SiteRoute }[];
}

export function networkChanges(before: readonly SiteRoute[], after: readonly SiteRoute[]): readonly NetworkChange[] {
  const of = (network: string) => (route: SiteRoute) => route.network === network;
  return [...new Set([...before, ...after].map(({ network }) => network))].map((network) => {
    const sides = { before: before.filter(of(network)), after: after.filter(of(network)) };
    const pairs = sides.before.flatMap((old) => {
      const made = sides.after.find(({ target }) => target === old.target);
      return made === undefined ? [] : [{ before: old, after: made }];
    });
    return { network, ...sides, pairs };
  });
}

/** Whether a difference is one of the routes: of a whole one, or of a field of these names. */
export function isOfRoutes({ path }: Difference, fields: readonly string[]): boolean {
  const isOther = [path[0] ?? 'data', path[1] ?? ROUTES_FILE].join() !== `data,${ROUTES_FILE}`;
  if (isOther) return false;
  return path.length < 5 ? !['managementUrl', 'owner'].includes(path[2] ?? '') : fields.includes(path[4] ?? '');
}

/** What the first list has and the second does not. */
export function without(names: readonly string[], others: readonly string[]): readonly string[] {
  return names.filter((name) => !others.includes(name));
}
