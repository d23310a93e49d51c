import type { ObjectChange } from '../compare/compare-sites.ts';
import { accountOf, isOfRoutes, type NetworkChange, networkChanges, routesOf, without } from '../network-routes.ts';
import type { SiteObject } from '../site-object.ts';
import type { Claim, Rule } from './rule.ts';

/** A text in a ConfigMap, but the next run of the CronJob does it. */
export const routesChanged: Rule = {
  name: 'routes-changed',
  class: 'outage',
  reason: 'NetBird leads nobody to a network without its route, and the answers not back without masquerade.',
  source: 'docs/netbird-network-routes.md: what it does to routes',

  find({ before, after, differences }) {
    if (before === undefined || after === undefined || routesOf(before).length === 0) return [];
    return [...ofAccount(before, after, differences), ...ofNetworks(before, after, differences)];
  },
};

type Differences = ObjectChange['differences'];

function ofAccount(before: SiteObject, after: SiteObject, differences: Differences): readonly Claim[] {
  const [old, made] = [accountOf(before), accountOf(after)];
  const claim = (field: keyof typeof old, consequence: string): readonly Claim[] => {
    const remedy = 'Delete the old ones in NetBird after the merge. Until then both are there.';
    const relevant = differences.filter(({ path }) => path[2] === field);
    return old[field] === made[field] ? [] : [{ differences: relevant, consequence, remedy }];
  };
  return [
    ...claim(
      'managementUrl',
      `The routes are kept at ${made.managementUrl} from then on. Those at ${old.managementUrl} stay as they are, and nobody keeps them.`,
    ),
    ...claim(
      'owner',
      `The routes in NetBird carry the mark of ${old.owner}: they stay as they are, and nobody keeps them. Others are made beside them, marked ${made.owner}.`,
    ),
  ];
}

function ofNetworks(before: SiteObject, after: SiteObject, differences: Differences): readonly Claim[] {
  const losses = networkChanges(routesOf(before), routesOf(after)).flatMap(lossesOf);
  if (losses.length === 0) return [];
  const fields = ['groups', 'accessControlGroups', 'masquerade', 'metric'];
  return [
    {
      differences: differences.filter((difference) => isOfRoutes(difference, fields)),
      consequence: `At its next run the CronJob changes NetBird: ${losses.join('; ')}.`,
      remedy: 'Look at what it would do.',
      command: `npm run routes -- plan --token-file ~/.netbird-token --from ${after.file}`,
    },
  ];
}

function lossesOf({ network, before, after, pairs }: NetworkChange): readonly string[] {
  const [old, made] = [before, after].map((routes) => routes.map(({ target }) => target));
  const [gone, come] = [without(old ?? [], made ?? []).join(', '), without(made ?? [], old ?? []).join(', ')];
  if (before.length === 0) return [];
  if (after.length === 0) return [`the route of ${network} by ${gone} is deleted, and nobody is led there any more`];
  const moved =
    gone === ''
      ? []
      : [come === '' ? `${network} no longer goes by ${gone}` : `${network} goes by ${come} instead of ${gone}`];
  return [...moved, ...pairs.flatMap((pair) => lossesOfRoute(pair, after.length > 1))];
}

/** @param isOneOf whether other routes of the network stand beside it; otherwise its metric decides nothing */
function lossesOfRoute({ before, after }: NetworkChange['pairs'][number], isOneOf: boolean): readonly string[] {
  const route = `${after.network} by ${after.target}`;
  const lost = without(before.groups, after.groups);
  const refused = without(before.accessControlGroups, after.accessControlGroups);
  const isRestricted = before.accessControlGroups.length === 0 && after.accessControlGroups.length > 0;
  const hidden = `the hosts of ${after.network} see the address of ${after.target} alone`;
  const open = `the hosts of ${after.network} see the addresses of the overlay, and answer only with a route back to it`;
  return [
    ...(lost.length > 0 ? [`${route} is no longer given to ${lost.join(', ')}`] : []),
    ...(isRestricted
      ? [`by ${route} passes only what policies allow into ${after.accessControlGroups.join(', ')}`]
      : []),
    ...(refused.length > 0 && after.accessControlGroups.length > 0
      ? [`policies into ${refused.join(', ')} let nothing pass by ${route}`]
      : []),
    ...(before.masquerade === after.masquerade ? [] : [after.masquerade ? hidden : open]),
    ...(isOneOf && before.metric !== after.metric
      ? [`${route} has the metric ${after.metric} instead of ${before.metric}, and the lowest one is used`]
      : []),
  ];
}
