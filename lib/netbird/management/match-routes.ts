import { Cidr } from '../../network/cidr.ts';
import type { Route } from './answers.ts';
import { ownerIn } from './mark.ts';
import { isByWanted, isByWantedItself, type WantedRoute } from './wanted-route.ts';

/** Which routes of NetBird stand for which that a site wants. */
export interface Match {
  /** Every route that is wanted, with the one that stands for it, if there is one. */
  readonly pairs: readonly { readonly wanted: WantedRoute; readonly route: Route | undefined }[];

  /** The site's own that nothing wants; none that overlaps one which cannot be written for now. */
  readonly superfluous: readonly Route[];

  /** The others', those that are taken over left out. */
  readonly foreign: readonly Route[];
}

type Fits = (wanted: WantedRoute, route: Route) => boolean;

/**
 * Of several routes that fit equally, the one with the lowest id is taken: two programs that run at the same time then
 * agree on the one that stays.
 *
 * @param wanted each with a network, a peer and an id of its own
 */
export function matchRoutes(wanted: readonly WantedRoute[], routes: readonly Route[], owner: string): Match {
  const free = new Map<string, Route[]>();
  for (const route of [...routes].sort(byId)) {
    const network = networkOf(route)?.toString() ?? '';
    free.set(network, [...(free.get(network) ?? []), route]);
  }
  const isOwn = ({ description }: Route) => ownerIn(description) === owner;
  const isByHand = ({ description }: Route) => ownerIn(description) === undefined;
  const hasId: Fits = ({ route }, { network_id }) => network_id === route.networkId;
  const passes: readonly Fits[] = [
    (one, route) => isOwn(route) && hasId(one, route) && isByWanted(one, route),
    (one, route) => isOwn(route) && isByWanted(one, route),
    (one, route) => isByHand(route) && isByWantedItself(one, route) && one.problems.length === 0,
    (one, route) => isOwn(route) && hasId(one, route),
    (_, route) => isOwn(route),
  ];
  const taken = new Map<WantedRoute, Route>();
  for (const fits of passes) {
    for (const one of wanted) {
      if (taken.has(one)) continue;
      const candidates = free.get(one.network.toString()) ?? [];
      const index = candidates.findIndex((route) => fits(one, route));
      if (index < 0) continue;
      taken.set(one, ...(candidates.splice(index, 1) as [Route]));
    }
  }
  const left = [...free.values()].flat().sort(byId);
  // Where a route cannot be written, none goes that carries what it should.
  const unsettled = wanted.filter(({ problems }) => problems.length > 0).map(({ network }) => network);
  const isSettled = (route: Route) => !unsettled.some((network) => networkOf(route)?.overlaps(network));
  return {
    pairs: wanted.map((one) => ({ wanted: one, route: taken.get(one) })),
    superfluous: left.filter((route) => isOwn(route) && isSettled(route)),
    foreign: left.filter((route) => !isOwn(route)),
  };
}

/** The prefix of a route; undefined for one to domains. */
export function networkOf({ network, domains }: Route): Cidr | undefined {
  if (domains.length > 0) return undefined;
  try {
    return Cidr.around(network);
  } catch {
    return undefined;
  }
}

function byId(one: Route, other: Route): number {
  return one.id < other.id ? -1 : 1;
}
