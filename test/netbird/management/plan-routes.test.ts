import { expect, test } from '@jest/globals';
import type { Peer, Route } from '../../../lib/netbird/management/answers.ts';
import type { DesiredRoute } from '../../../lib/netbird/management/desired-routes.ts';
import { type Observed, type Plan, planRoutes } from '../../../lib/netbird/management/plan-routes.ts';
import { after, desired, group, peer, route } from '../../support/netbird-account.ts';

const ACCOUNT: Observed = { peers: [peer('p1')], groups: [group('all', 'All', ['p1'])], routes: [] };

function plan(
  routes: readonly Route[],
  wanted: readonly DesiredRoute[] = [desired()],
  more: Partial<Observed> = {},
): Plan {
  return planRoutes(
    { managementUrl: 'https://netbird.example.org', owner: 'home', routes: wanted },
    { ...ACCOUNT, routes, ...more },
  );
}

/** Each action in a line. */
function lines({ actions }: Plan): string[] {
  return actions.map((action) => {
    const { kind, network, via, reason } = action;
    return [kind, ...('observed' in action ? [action.observed.id] : []), network, `by ${via}:`, reason].join(' ');
  });
}

test('a route that is missing is created, with everything in it', () => {
  expect(plan([])).toMatchObject({
    actions: [
      {
        kind: 'create',
        reason: 'NetBird does not have it',
        request: {
          network_id: 'home-192.168.1.0-24',
          description: 'LAN [cdk8s-netbird:home]',
          enabled: true,
          network: '192.168.1.0/24',
          peer: 'p1',
          metric: 9999,
          masquerade: true,
          groups: ['all'],
          access_control_groups: [],
          keep_route: false,
        },
      },
    ],
    kept: [],
    problems: [],
    warnings: [],
  });
});

test('a route that is as it should be is kept', () => {
  expect(plan([route('r1')])).toEqual({
    actions: [],
    kept: [{ id: 'r1', network: '192.168.1.0/24', networkId: 'home-192.168.1.0-24', via: 'k8s-routing-peer' }],
    problems: [],
    warnings: [],
  });
});

test('host bits, and the order of groups, are no difference', () => {
  const groups = [group('all', 'All'), group('ops', 'Ops')];
  const wanted = desired({ groups: ['Ops', 'All'] });
  expect(
    plan([route('r1', { network: '192.168.1.5/24', groups: ['ops', 'all'] })], [wanted], { groups }).actions,
  ).toEqual([]);
});

test.each<[Partial<Route>, string]>([
  [{ metric: 100 }, 'metric 100 → 9999'],
  [{ masquerade: false }, 'masquerade off → on'],
  [{ enabled: false }, 'it was switched off'],
  [{ groups: ['gone'] }, 'groups gone, which is gone → All'],
  [{ access_control_groups: ['all'] }, 'access control groups All → none'],
  [{ description: 'edited [cdk8s-netbird:home]' }, 'its description'],
  [{ network_id: 'other' }, 'network id other → home-192.168.1.0-24'],
  [{ metric: 1, masquerade: false }, 'metric 1 → 9999; masquerade off → on'],
])('drift is repaired: %j', (drift, reason) => {
  expect(lines(plan([route('r1', drift)]))).toEqual([`update r1 192.168.1.0/24 by k8s-routing-peer: ${reason}`]);
});

test('what a site says nothing about goes back as it came', () => {
  const { actions } = plan([route('r1', { metric: 1, keep_route: true, skip_auto_apply: true, future: 'x' })]);
  expect(actions).toMatchObject([{ request: { keep_route: true, skip_auto_apply: true, future: 'x' } }]);
  expect(Object.keys(Object(actions[0]).request)).not.toEqual(
    expect.arrayContaining(['id', 'domains', 'network_type', 'peer_groups']),
  );
});

test('a route whose peer is gone is given to the one of that name', () => {
  expect(lines(plan([route('r1', { peer: 'p0' })]))).toEqual([
    're-point r1 192.168.1.0/24 by k8s-routing-peer: its peer is gone',
  ]);
});

test('a route whose peer is disconnected is given to a connected one of that name, and not away again', () => {
  const peers = [peer('p0', { connected: false }), peer('p1')];
  expect(lines(plan([route('r1', { peer: 'p0' })], undefined, { peers }))).toEqual([
    're-point r1 192.168.1.0/24 by k8s-routing-peer: its peer is not connected, another one of that name is',
  ]);
  expect(plan([route('r1', { peer: 'p1' })], undefined, { peers }).actions).toEqual([]);
});

test.each([
  [true, true, '2 peers have the name "k8s-routing-peer", 2 of them connected'],
  [false, false, '2 peers have the name "k8s-routing-peer", none of them connected'],
])(
  'of two peers of one name that cannot be told apart, no route is made, changed or taken over: %s, %s',
  (one, other, why) => {
    const peers = [peer('p1', { connected: one }), peer('p2', { connected: other })];
    for (const routes of [[], [route('r1', { metric: 1 })], [route('r1', { description: '' })]]) {
      expect(plan(routes, undefined, { peers })).toMatchObject({
        actions: [],
        problems: [{ reason: `${why}: nobody can say which one is of this site.` }],
      });
    }
  },
);

test('peers are found by the whole name, not by a part of it', () => {
  const peers = [peer('p1', { name: 'k8s-routing-peer-2' })];
  expect(plan([], undefined, { peers })).toMatchObject({ actions: [], problems: [{}] });
});

test('duplicates are deleted, the lowest id stays', () => {
  expect(lines(plan([route('r3'), route('r1'), route('r2')]))).toEqual([
    'delete r2 192.168.1.0/24 by k8s-routing-peer: it doubles r1',
    'delete r3 192.168.1.0/24 by k8s-routing-peer: it doubles r1',
  ]);
});

test('what the site does not want any more is deleted', () => {
  expect(lines(plan([route('r1', { network: '10.0.0.0/8' })], []))).toEqual([
    'delete r1 10.0.0.0/8 by k8s-routing-peer: the site does not want it any more',
  ]);
});

test('a route made by hand for the same network and peer is taken over, and what it loses is said', () => {
  const byHand = route('r1', { description: 'made in the UI', network_id: 'lan', metric: 100 });
  expect(lines(plan([byHand]))).toEqual([
    'adopt r1 192.168.1.0/24 by k8s-routing-peer: made by hand for this network and peer; network id lan → home-192.168.1.0-24; metric 100 → 9999',
  ]);
});

test('one for a disconnected peer of that name is not: it may be the peer of somebody else', () => {
  const peers = [peer('p0', { connected: false }), peer('p1')];
  expect(plan([route('r1', { description: '', peer: 'p0' })], undefined, { peers })).toMatchObject({
    actions: [{ kind: 'create', request: { peer: 'p1' } }],
    warnings: [
      { reason: expect.stringContaining('overlaps 192.168.1.0/24, which this site routes. It is left alone.') },
    ],
  });
});

test('beside a route of its own, one made by hand is only reported', () => {
  expect(plan([route('r1'), route('r0', { description: '' })])).toMatchObject({
    actions: [],
    warnings: [
      {
        subject: '192.168.1.0/24 by k8s-routing-peer',
        reason:
          'The route r0 (home-192.168.1.0-24) was made by hand, for the same network and peer as one of this site.',
        remedy: 'Delete it in NetBird: this site has a route of its own.',
      },
    ],
  });
});

test('a stale route of its own beside a right one made by hand: that is taken over, the stale one goes', () => {
  expect(lines(plan([route('r1', { peer: 'gone' }), route('r2', { description: '' })]))).toEqual([
    'adopt r2 192.168.1.0/24 by k8s-routing-peer: made by hand for this network and peer',
    'delete r1 192.168.1.0/24 by gone, which is gone: the site does not want it any more',
  ]);
});

test.each<[string, Partial<Route>, string[]]>([
  [
    'another network that overlaps',
    { description: '', network: '192.168.0.0/16', network_id: 'wide' },
    [
      'The route f1 (wide) was made by hand, and overlaps 192.168.1.0/24, which this site routes. It is left alone. Delete it in NetBird, unless both are meant: the longer prefix wins, then the lower metric.',
    ],
  ],
  [
    'the same network by another peer',
    { description: 'x [cdk8s-netbird:west]', peer: 'p9', network_id: 'west' },
    [
      'The route f1 (west) belongs to west, and overlaps 192.168.1.0/24, which this site routes. It is left alone. Delete it in NetBird, unless both are meant: the longer prefix wins, then the lower metric.',
    ],
  ],
  [
    'one whose peer is gone',
    { description: '', peer: 'gone', network_id: 'old' },
    [
      'The route f1 (old) was made by hand, for 192.168.1.0/24; its peer is gone, so that it leads nowhere. Delete it in NetBird.',
    ],
  ],
  ['one that does not overlap', { description: '', network: '10.0.0.0/8' }, []],
  ['an exit node', { description: '', network: '0.0.0.0/0' }, []],
  ['one that is switched off', { description: '', network: '192.168.0.0/16', enabled: false }, []],
  ['one to domains', { description: '', network: 'invalid Prefix', domains: ['example.org'] }, []],
])('a foreign route is never changed: %s', (_, more, warnings) => {
  const peers = [peer('p1'), peer('p9', { name: 'other' })];
  const result = plan([route('r1'), route('f1', more)], undefined, { peers });
  expect(result.actions).toEqual([]);
  expect(result.warnings.map(({ reason, remedy }) => `${reason} ${remedy}`)).toEqual(warnings);
});

test('without a peer of that name nothing is written, and what is there stays', () => {
  const result = plan([route('r1', { peer: 'gone' })], undefined, { peers: [] });
  expect(result).toEqual({
    actions: [],
    kept: [],
    problems: [
      {
        subject: '192.168.1.0/24 by k8s-routing-peer',
        reason: 'NetBird has no peer of the name "k8s-routing-peer".',
        remedy:
          'Look at the log of the routing peer, which registers under that name when it starts for the first time; if it has another name in NetBird, write that into registeredNames.',
      },
    ],
    warnings: [],
  });
});

test('what the site does not want any more stays while the route that overlaps it cannot be written', () => {
  const wanted = [desired({ network: '192.168.0.0/16' })];
  const old = [route('r1'), route('r2', { network: '10.0.0.0/8' })];
  expect(lines(plan(old, wanted, { peers: [] }))).toEqual([
    'delete r2 10.0.0.0/8 by p1, which is gone: the site does not want it any more',
  ]);
});

test.each<[string, Partial<Peer>[], string, string]>([
  [
    'only its machine is called so',
    [{ name: 'renamed' }],
    ' It has "renamed", whose machine is called so.',
    'Write that name into registeredNames of the routing peer, in the place of "k8s-routing-peer", or rename it in NetBird.',
  ],
  [
    'the machines of two are called so',
    [{ name: 'one' }, { name: 'another' }],
    ' It has "another", "one", whose machine is called so.',
    'Write the name of the right one into registeredNames of the routing peer, in the place of "k8s-routing-peer", or rename it in NetBird.',
  ],
  [
    'it has a number behind its name',
    [{ name: 'k8s-routing-peer-1', hostname: 'k8s-worker1' }],
    ' It has "k8s-routing-peer-1".',
    'Look at the log of the routing peer, which registers under that name when it starts for the first time; if it has another name in NetBird, write that into registeredNames.',
  ],
])('a peer of another name is named, with what to write: %s', (_, others, also, remedy) => {
  const peers = others.map((more, index) => peer(`p${index}`, more));
  const reason = `NetBird has no peer of the name "k8s-routing-peer".${also}`;
  expect(plan([], undefined, { peers }).problems).toMatchObject([{ reason, remedy }]);
});

test.each([
  [{ connected: false }, 'The peer "k8s-routing-peer" is not connected; it was seen last at 2026-01-02T00:00:00Z.'],
  [
    { connected: false, last_seen: '2026-01-01T00:00:00Z' },
    'The peer "k8s-routing-peer" has registered, but was never connected.',
  ],
  [
    { connected: false, last_seen: '0001-01-01T00:00:00Z' },
    'The peer "k8s-routing-peer" has registered, but was never connected.',
  ],
])('a peer that is not connected gets its route, with a warning: %j', (more, reason) => {
  const result = plan([], undefined, { peers: [peer('p1', more)] });
  expect(result).toMatchObject({ actions: [{ kind: 'create' }], warnings: [{ reason }] });
});

test.each([
  [{ groups: ['Nobody'] }, 'groups'],
  [{ accessControlGroups: ['Nobody'] }, 'accessControlGroups'],
  [{ peerGroup: 'Nobody' }, 'peerGroup'],
])('a group that is missing is named, with those that are there: %j', (more, prop) => {
  expect(plan([route('r1')], [desired(more)])).toMatchObject({
    actions: [],
    problems: [
      {
        reason: 'NetBird has no group of the name "Nobody".',
        remedy: `Make it there, or correct ${prop}. It has All.`,
      },
    ],
  });
});

test('two groups of one name are no answer', () => {
  const groups = [group('all', 'All'), group('all2', 'All')];
  expect(plan([], undefined, { groups }).problems).toMatchObject([
    { reason: 'NetBird has several groups of the name "All".' },
  ]);
});

test('by a group: created so, kept when the peers in it change, and made of a route by a peer', () => {
  const groups = [group('all', 'All'), group('rp', 'routing-peers', ['p1'])];
  const wanted = [desired({ peerGroup: 'routing-peers' })];
  const created = plan([], wanted, { groups });
  expect(created.actions).toMatchObject([{ kind: 'create', request: { peer_groups: ['rp'] } }]);
  expect(Object(created.actions[0]).request).not.toHaveProperty('peer');
  expect(plan([route('r1', { peer: '', peer_groups: ['rp'] })], wanted, { groups }).actions).toEqual([]);
  expect(lines(plan([route('r1')], wanted, { groups }))).toEqual([
    're-point r1 192.168.1.0/24 by group routing-peers: it names something else than the group',
  ]);
  expect(lines(plan([route('r1', { peer: '', peer_groups: ['rp'] })], undefined, { groups }))).toEqual([
    're-point r1 192.168.1.0/24 by k8s-routing-peer: it names groups of peers',
  ]);
});

test.each([
  [[], 'The group "routing-peers" has no peers.'],
  [['p1'], 'None of the peers in the group "routing-peers" is connected.'],
])('a group that leads nowhere is warned about: %j', (members, reason) => {
  const groups = [group('all', 'All'), group('rp', 'routing-peers', members)];
  const result = plan([], [desired({ peerGroup: 'routing-peers' })], {
    groups,
    peers: [peer('p1', { connected: false })],
  });
  expect(result.warnings).toMatchObject([{ reason }]);
});

test('replicas have a route each, with one id; a stale one is given to the replica that has none', () => {
  const peers = [peer('p1', { name: 'rp-0' }), peer('p2', { name: 'rp-1' })];
  const wanted = [desired({ peer: 'rp-0', metric: 100 }), desired({ peer: 'rp-1', metric: 200 })];
  const routes = [route('r1', { peer: 'gone' }), route('r2', { peer: 'p1', metric: 100 })];
  expect(lines(plan(routes, wanted, { peers }))).toEqual([
    're-point r1 192.168.1.0/24 by rp-1: its peer is gone; metric 9999 → 200',
  ]);
});

test('changes come first, then creations, then deletions', () => {
  const peers = [peer('p1', { name: 'rp-0' }), peer('p2', { name: 'rp-1' })];
  const wanted = [desired({ peer: 'rp-0' }), desired({ peer: 'rp-1' })];
  const routes = [route('r0', { network: '10.0.0.0/8' }), route('r1', { metric: 1 })];
  const { actions } = plan(routes, wanted, { peers });
  expect(actions.map(({ kind }) => kind)).toEqual(['update', 'create', 'delete']);
  expect(plan(after({ ...ACCOUNT, routes, peers }, actions).routes as Route[], wanted, { peers }).actions).toEqual([]);
});
