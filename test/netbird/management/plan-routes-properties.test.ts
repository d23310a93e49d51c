import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Peer, Route } from '../../../lib/netbird/management/answers.ts';
import type { DesiredRoute, DesiredRoutes } from '../../../lib/netbird/management/desired-routes.ts';
import { ownerIn } from '../../../lib/netbird/management/mark.ts';
import { networkOf } from '../../../lib/netbird/management/match-routes.ts';
import { type Observed, planRoutes } from '../../../lib/netbird/management/plan-routes.ts';
import { Cidr } from '../../../lib/network/cidr.ts';
import { after, desired, group, peer, route } from '../../support/netbird-account.ts';

// Few values of each kind, so that they meet often.
const NETWORKS = ['192.168.1.0/24', '192.168.0.0/16', '10.0.0.0/8'];
const NAMES = ['rp-0', 'rp-1', 'other'];
const PEER_IDS = ['p0', 'p1', 'p2', 'p3'];
const GROUPS = ['All', 'Ops', 'routing-peers'];
const DESCRIPTIONS = [
  'LAN [cdk8s-netbird:home]',
  'edited [cdk8s-netbird:home]',
  'by hand',
  '',
  'x [cdk8s-netbird:west]',
];

const peers: fc.Arbitrary<Peer[]> = fc.uniqueArray(
  fc
    .record({
      id: fc.constantFrom(...PEER_IDS),
      name: fc.constantFrom(...NAMES),
      connected: fc.boolean(),
      last_seen: fc.constantFrom('2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z', ''),
    })
    .map(({ id, ...more }) => peer(id, more)),
  { selector: ({ id }) => id },
);

const via = fc.oneof(
  fc.record({ peer: fc.constantFrom(...PEER_IDS), peer_groups: fc.constant([]) }),
  fc.record({ peer: fc.constant(''), peer_groups: fc.subarray(GROUPS, { minLength: 1 }) }),
);

const observedRoutes: fc.Arbitrary<Route[]> = fc.uniqueArray(
  fc
    .record({
      id: fc.nat({ max: 30 }).map((number) => `r${String(number).padStart(2, '0')}`),
      more: fc.record({
        network: fc.constantFrom(...NETWORKS, '192.168.1.7/24', 'invalid Prefix'),
        network_id: fc.constantFrom('a', 'b'),
        description: fc.constantFrom(...DESCRIPTIONS),
        enabled: fc.boolean(),
        metric: fc.constantFrom(100, 9999),
        masquerade: fc.boolean(),
        groups: fc.subarray(GROUPS, { minLength: 1 }),
      }),
      via,
    })
    .map(({ id, more, via }) => route(id, { ...more, ...via })),
  { selector: ({ id }) => id, maxLength: 12 },
);

const desiredRoutes: fc.Arbitrary<DesiredRoute[]> = fc.uniqueArray(
  fc
    .record({
      target: fc.oneof(
        fc.record({ peer: fc.constantFrom(...NAMES) }),
        fc.record({ peerGroup: fc.constantFrom('routing-peers', 'missing') }),
      ),
      more: fc.record({
        network: fc.constantFrom(...NETWORKS),
        networkId: fc.constantFrom('a', 'b'),
        metric: fc.constantFrom(100, 9999),
        groups: fc.subarray(GROUPS, { minLength: 1 }),
      }),
    })
    .map(({ target, more }) => desired({ ...more, ...target })),
  {
    selector: ({ network, networkId, peer, peerGroup }) => [network, networkId, peer, peerGroup].join(' '),
    maxLength: 8,
  },
);

const account = fc.record({ peers, routes: observedRoutes }).map(
  ({ peers, routes }): Observed => ({
    peers,
    routes,
    groups: GROUPS.map((name) =>
      group(
        name,
        name,
        peers.slice(0, 2).map(({ id }) => id),
      ),
    ),
  }),
);

const site = desiredRoutes.map(
  (routes): DesiredRoutes => ({ managementUrl: 'https://netbird.example.org', owner: 'home', routes }),
);

const RUNS = { numRuns: 500 };

test('applied, a plan leaves nothing to do', () => {
  fc.assert(
    fc.property(site, account, (wanted, observed) => {
      const first = planRoutes(wanted, observed);
      const next = planRoutes(wanted, after(observed, first.actions));
      expect(next.actions).toEqual([]);
      expect(next.problems).toEqual(first.problems);
    }),
    RUNS,
  );
});

test('applied, every route that can be written is there once, and works', () => {
  fc.assert(
    fc.property(site, account, (wanted, observed) => {
      const first = planRoutes(wanted, observed);
      const { routes } = after(observed, first.actions);
      const impossible = new Set(first.problems.map(({ subject }) => subject));
      const unsettled = first.problems.map(({ subject }) => Cidr.parse(subject.split(' ')[0]));
      for (const one of wanted.routes) {
        if (impossible.has(`${one.network} by ${one.peer ?? `group ${one.peerGroup}`}`)) continue;
        // A prefix with host bits is the same network: the server masks it, and the plan keeps it.
        const found = routes.filter(
          (candidate) =>
            ownerIn(candidate.description) === 'home' &&
            candidate.enabled &&
            networkOf(candidate)?.toString() === one.network &&
            candidate.network_id === one.networkId &&
            (one.peer === undefined
              ? candidate.peer_groups.join() === one.peerGroup
              : observed.peers.find(({ id }) => id === candidate.peer)?.name === one.peer),
        );
        expect(found.length).toBeGreaterThan(0);
        if (!unsettled.some((network) => network.overlaps(Cidr.parse(one.network)))) expect(found).toHaveLength(1);
      }
    }),
    RUNS,
  );
});

test('a route of somebody else is never touched, unless it was made by hand for a network and peer that are wanted', () => {
  fc.assert(
    fc.property(site, account, (wanted, observed) => {
      const { actions } = planRoutes(wanted, observed);
      const byId = new Map(observed.routes.map((one) => [one.id, one]));
      for (const action of actions) {
        if (action.kind === 'create') continue;
        const touched = byId.get(action.observed.id);
        const owner = ownerIn(touched?.description ?? '');
        if (owner === 'home') continue;
        expect(owner).toBeUndefined();
        expect(action.kind).toBe('adopt');
        const name = observed.peers.find(({ id }) => id === touched?.peer)?.name;
        const sameVia = wanted.routes.filter(
          (one) => one.peer === name || (one.peer === undefined && one.peerGroup === touched?.peer_groups.join()),
        );
        expect(sameVia.map(({ network }) => network)).toContain(action.network);
      }
    }),
    RUNS,
  );
});

test('where peers cannot be found, nothing of their networks is touched', () => {
  fc.assert(
    fc.property(site, account, (wanted, observed) => {
      const { actions } = planRoutes(wanted, { ...observed, peers: [], groups: [] });
      const networks = wanted.routes.map(({ network }) => Cidr.parse(network));
      for (const action of actions) {
        expect(action.kind).toBe('delete');
        const network = 'observed' in action ? networkOf(action.observed) : undefined;
        expect(networks.filter((one) => network?.overlaps(one))).toEqual([]);
      }
    }),
    RUNS,
  );
});

test('the order of the inputs does not matter', () => {
  const shuffled = fc.tuple(site, account).chain(([wanted, observed]) =>
    fc.record({
      wanted: fc.constant(wanted),
      observed: fc.constant(observed),
      otherWanted: orderOf(wanted.routes).map((routes) => ({ ...wanted, routes })),
      otherObserved: fc.record({
        peers: orderOf(observed.peers),
        groups: orderOf(observed.groups),
        routes: orderOf(observed.routes),
      }),
    }),
  );
  fc.assert(
    fc.property(shuffled, ({ wanted, observed, otherWanted, otherObserved }) => {
      expect(planRoutes(otherWanted, otherObserved)).toEqual(planRoutes(wanted, observed));
    }),
    RUNS,
  );
});

function orderOf<T>(values: readonly T[]): fc.Arbitrary<T[]> {
  return fc.shuffledSubarray([...values], { minLength: values.length });
}
