import { expect, test } from '@jest/globals';
import { identity } from '../../../lib/doctor/checks/identity.ts';
import { route } from '../../../lib/doctor/checks/route.ts';
import { answered } from '../../../lib/doctor/cluster/answer.ts';
import { groupsAnswer, peersAnswer, routesAnswer } from '../../../lib/netbird/management/answers.ts';
import { answering, forbidden, known, ran, site } from '../../support/examination.ts';

// As the API answers; what is missing there is null.
const member = { id: 'all', name: 'All' };
const inUse = {
  id: 'new',
  name: 'k8s-routing-peer',
  hostname: 'k8s-worker1',
  ip: '100.109.244.71',
  connected: true,
  groups: [member],
};
const ghost = { ...inUse, id: 'old', ip: '100.109.9.9', connected: false, groups: null };
const good = {
  id: 'route',
  network_id: 'lan',
  description: '',
  enabled: true,
  network: '192.168.1.0/24',
  peer: 'new',
  peer_groups: null,
  metric: 9999,
  masquerade: true,
  groups: ['all'],
  keep_route: true,
};
const groups = [
  {
    id: 'all',
    name: 'All',
    peers: [
      { id: 'new', name: 'k8s-routing-peer' },
      { id: 'vps', name: 'bifrost' },
    ],
  },
  { id: 'routers', name: 'routers', peers: [{ id: 'new', name: 'k8s-routing-peer' }] },
  { id: 'empty', name: 'empty', peers: null },
];

function read<T>(check: (value: unknown) => T | undefined, value: unknown): T {
  const found = check(value);
  if (found === undefined) throw new Error('That is no answer of the API.');
  return found;
}

const accountOf = (routes: readonly object[], peers: readonly object[]) =>
  answered({ routes: read(routesAnswer, routes), peers: read(peersAnswer, peers), groups: read(groupsAnswer, groups) });
const peersOf = (...peers: readonly object[]) => answered(read(peersAnswer, peers));

const connected = (networks: readonly string[] = ['192.168.1.0/24']) =>
  answered({ management: { connected: true }, address: '100.109.244.71', networks });

function routeFindings(routes: readonly object[], peers: readonly object[], networks?: readonly string[]) {
  return route
    .judge({ status: connected(networks), account: accountOf(routes, peers) }, known)
    .findings.map(({ what }) => what);
}

test('a route by the peer in use, distributed to another, is well', () => {
  expect(routeFindings([good], [inUse])).toEqual([]);
  expect(routeFindings([{ ...good, peer: '', peer_groups: ['all'] }], [inUse])).toEqual([]);
});

const ELSEWHERE = 'the route for 192.168.1.0/24 names another peer than the one in use';
const TO_NOBODY = 'the route for 192.168.1.0/24 is distributed to nobody';

test.each([
  ['there is none', [], [inUse], 'NetBird has no route for 192.168.1.0/24'],
  ['disabled', [{ ...good, enabled: false }], [inUse], 'the route for 192.168.1.0/24 is disabled'],
  ['a ghost', [{ ...good, peer: 'old' }], [inUse, ghost], ELSEWHERE],
  ['a deleted peer', [{ ...good, peer: 'gone' }], [inUse], ELSEWHERE],
  ['another group', [{ ...good, peer: '', peer_groups: ['empty'] }], [inUse], ELSEWHERE],
  ['no distribution group', [{ ...good, groups: [] }], [inUse], TO_NOBODY],
  ['a deleted distribution group', [{ ...good, groups: ['gone'] }], [inUse], TO_NOBODY],
  ['an empty distribution group', [{ ...good, groups: ['empty'] }], [inUse], TO_NOBODY],
  ['only the peer itself gets it', [{ ...good, groups: ['routers'] }], [inUse], TO_NOBODY],
  ['not taken up', [good], [inUse], 'the client does not route 192.168.1.0/24, although NetBird says so'],
])('a route that leads nowhere: %s', (_, routes, peers, what) => {
  expect(routeFindings(routes, peers, [])).toEqual([what]);
});

test('a disabled copy beside a good route is no fault', () => {
  expect(routeFindings([{ ...good, enabled: false, peer: 'old' }, good], [inUse, ghost])).toEqual([]);
});

test('a network that one of the newer networks routes needs no route', () => {
  expect(routeFindings([], [inUse])).toEqual([]);
});

/** A site whose routes somebody makes by hand, and one that does not masquerade. */
const byHand = { ...known, site: { ...site, objects: site.objects.filter(({ kind }) => kind !== 'CronJob') } };
const notMasquerading = { ...byHand, site: { ...byHand.site, peer: { ...site.peer, masquerade: [] } } };

test('without a token it is known that, and not why', () => {
  for (const one of [byHand, notMasquerading]) {
    const [finding] = route.judge({ status: connected([]) }, one).findings;
    expect(finding?.what).toBe('the peer does not route 192.168.1.0/24');
    expect(finding?.fix).toContain('--token-file');
    expect(route.judge({ status: connected() }, one).findings).toEqual([]);
  }
});

test('a route that the site keeps is not repaired by hand', () => {
  const fixOf = (routes: readonly object[], one = known) =>
    route.judge({ status: connected([]), account: accountOf(routes, [inUse]) }, one).findings[0]?.fix;
  const logs = 'kubectl -n netbird-routes logs -l app.kubernetes.io/component=network-routes --tail=20';
  expect(route.judge({ status: connected([]) }, known).findings[0]?.fix).toContain(logs);
  for (const routes of [[], [{ ...good, enabled: false }], [{ ...good, peer: 'gone' }]]) {
    expect(fixOf(routes)).toContain(logs);
    expect(fixOf(routes, byHand)).toMatch(/Network Routes/);
  }
  expect(fixOf([{ ...good, groups: [] }])).toContain('main.ts');
  expect(fixOf([{ ...good, groups: [] }], byHand)).not.toContain('main.ts');
});

test('a token that may not see the routes leaves what the client says', () => {
  const { findings } = route.judge({ status: connected([]), account: forbidden }, known);
  expect(findings.map(({ severity, what }) => `${severity}: ${what}`)).toEqual([
    'problem: the peer does not route 192.168.1.0/24',
    "unknown: NetBird's own view of the routes is not known",
  ]);
});

test('a client that is not connected has no routes to judge', () => {
  const status = answered({ needsLogin: 'NeedsLogin' });
  expect(route.judge({ status }, known).notReached).toBe('The client is not connected, and learns of no routes.');
});

const mounted = (profile: string) => ({
  mounts: ran('overlay / overlay rw 0 0\n/dev/sdb /var/lib/netbird ext4 rw 0 0\n'),
  files: ran(`active_profile.json\n${profile}\n`),
});

const onVolume = {
  ...mounted('default.json'),
  moved: [],
  status: connected(),
};

test('one peer of that name, in use, on the volume: well', () => {
  expect(identity.judge({ ...onVolume, peers: peersOf(inUse) }, known).findings).toEqual([]);
});

test('ghosts are counted, and named by their id', () => {
  const [finding] = identity.judge(
    { ...onVolume, peers: peersOf(ghost, inUse, { ...ghost, id: 'older' }) },
    known,
  ).findings;
  expect(finding).toMatchObject({ severity: 'warning', what: '2 ghost peers have the name k8s-routing-peer' });
  expect(finding?.cause).toContain('is not connected: old, older.');
});

test('a peer that is not connected and not in NetBird was deleted, or never registered', () => {
  const evidence = { ...onVolume, status: answered({ needsLogin: 'NeedsLogin' }), peers: peersOf() };
  expect(identity.judge(evidence, known).findings).toMatchObject([
    {
      severity: 'problem',
      what: 'NetBird knows no peer named k8s-routing-peer',
      follows: expect.arrayContaining(['agent']),
    },
  ]);
});

test('a peer of another name is one that was renamed, or registered before', () => {
  const { findings } = identity.judge({ ...onVolume, peers: peersOf({ ...inUse, name: 'worker1' }) }, known);
  expect(findings.map(({ what }) => what)).toEqual(['the peer is registered as worker1, not k8s-routing-peer']);
});

test('a peer that is connected is no ghost, whatever its name: nobody is told to delete it', () => {
  const peers = peersOf(inUse, { ...ghost, id: 'other', connected: true, hostname: 'other-cluster' });
  const { findings } = identity.judge({ ...onVolume, peers }, known);
  expect(findings).toMatchObject([
    {
      severity: 'warning',
      what: 'another peer that is connected has the name k8s-routing-peer',
      cause: expect.stringContaining('a machine that calls itself other-cluster'),
    },
  ]);
  expect(findings[0]?.fix).not.toMatch(/delete/);
});

test('a token of another account shows no ghosts of this peer', () => {
  const { findings } = identity.judge({ ...onVolume, peers: peersOf(ghost) }, known);
  expect(findings.map(({ what }) => what)).toEqual(['NetBird lists no peer with the address 100.109.244.71']);
});

test('a peer is looked for under the name that the routes of the site give it', () => {
  const objects = site.objects.map((object) =>
    object.kind === 'ConfigMap'
      ? { ...object, data: { 'routes.json': '{"routes":[{"network":"192.168.1.0/24","peer":"worker1"}]}' } }
      : object,
  );
  const elsewhere = { ...known, site: { ...site, objects } };
  const named = (name: string) =>
    identity.judge({ ...onVolume, peers: peersOf({ ...inUse, name }) }, elsewhere).findings;
  expect(named('worker1')).toEqual([]);
  expect(named('k8s-routing-peer')).toMatchObject([
    {
      what: 'the peer is registered as k8s-routing-peer, not worker1',
      fix: expect.stringContaining('registeredNames: ["k8s-routing-peer"]'),
    },
  ]);
});

test('a variable that moves the state is a problem, however well all else is', () => {
  const { findings } = identity.judge({ ...onVolume, moved: ['NB_STATE_DIR'] }, known);
  expect(findings).toMatchObject([{ severity: 'problem', what: 'NB_STATE_DIR moves the identity off the volume' }]);
});

test.each([
  [[], [], 'default.json'],
  [[{ name: 'NB_STATE_DIR', value: '/var/lib/netbird/' }], [], 'default.json'],
  [[{ name: 'NB_CONFIG', value: '/var/lib/netbird/config.json' }], [], 'config.json'],
  [[{ name: 'NB_CONFIG', value: '/etc/netbird/config.json' }], ['NB_CONFIG'], 'default.json'],
  [[{ name: 'NB_CONFIG', value: '/var/lib/netbird/../other/config.json' }], ['NB_CONFIG'], 'default.json'],
  [[{ name: 'WT_STATE_DIR', value: '/var/lib/netbird-other' }], ['WT_STATE_DIR'], 'default.json'],
  [[{ name: 'NB_STATE_DIR' }], ['NB_STATE_DIR'], 'default.json'],
])('the state is off the volume only where a variable leads off it: %j', async (env, moved, profile) => {
  const container = { name: 'netbird', image: 'netbirdio/netbird:0.66.2', env };
  const examination = answering({ metadata: { name: 'x' }, spec: { containers: [container] }, status: {} }, '');
  const evidence = await identity.gather(examination);
  expect(evidence.moved).toEqual(moved);
  const { findings, evidence: seen } = identity.judge({ ...evidence, ...mounted(profile) }, known);
  expect(seen[0]).toBe(`/var/lib/netbird is a volume, and has ${profile}`);
  expect(findings.map(({ what }) => what)).toEqual(moved.map((name) => `${name} moves the identity off the volume`));
});

test('a mount below or above the state directory is not the volume', () => {
  const mounts = ran('/dev/sdb /var/lib/netbird/cache ext4 rw 0 0\n/dev/sdb /var/lib ext4 rw 0 0\n');
  expect(identity.judge({ ...onVolume, mounts }, known).findings[0]?.what).toBe('the identity is not on the volume');
});
