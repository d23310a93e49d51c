import { isOfRoutes, type NetworkChange, networkChanges, routesOf, without } from '../network-routes.ts';
import type { Rule } from './rule.ts';

/** What a route leads to can be reached by whoever gets the route, unless policies are asked. */
export const routesOpened: Rule = {
  name: 'routes-opened',
  class: 'exposure',
  reason: 'Whoever gets a route reaches what is behind it.',
  source: 'NetBird: network routes, distribution groups and access control groups',

  find({ before, after, differences }) {
    const openings = networkChanges(routesOf(before), routesOf(after)).flatMap(openingsOf);
    if (openings.length === 0) return [];
    return [
      {
        differences: differences.filter((difference) => isOfRoutes(difference, ['groups', 'accessControlGroups'])),
        consequence: `More can be reached over NetBird: ${openings.join('; ')}.`,
        remedy: 'Make sure that it shall be.',
      },
    ];
  },
};

function openingsOf({ network, before, after, pairs }: NetworkChange): readonly string[] {
  if (before.length === 0) {
    return [`${network} by ${[...new Set(after.flatMap(({ groups }) => groups))].join(', ')}`];
  }
  return pairs.flatMap(({ before: old, after: made }) => {
    const given = without(made.groups, old.groups);
    const allowed = without(made.accessControlGroups, old.accessControlGroups);
    const isUnasked = old.accessControlGroups.length > 0 && made.accessControlGroups.length === 0;
    return [
      ...(given.length > 0 ? [`${network} by ${given.join(', ')}`] : []),
      ...(isUnasked ? [`${network} with everything, whatever policies allow`] : []),
      ...(allowed.length > 0 && old.accessControlGroups.length > 0
        ? [`${network} with what policies allow into ${allowed.join(', ')}`]
        : []),
    ];
  });
}
