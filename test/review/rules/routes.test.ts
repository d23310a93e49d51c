import { expect, test } from '@jest/globals';
import { findingsOf } from '../../support/judgement.ts';
import { keepRoutes, route } from '../../support/kept-routes.ts';
import type { AnyObject } from '../../support/site-editor.ts';

const LAN = '192.168.1.0/24';
const OTHER = '10.0.0.0/8';
const run = 'At its next run the CronJob changes NetBird';
const more = 'More can be reached over NetBird';

/** What is said about another list of routes: `<rule>: <consequence>`. */
function said(before: readonly AnyObject[], after: readonly AnyObject[], account?: AnyObject): readonly string[] {
  return findingsOf(
    (site) => keepRoutes(site, after, account),
    (site) => keepRoutes(site, before),
  ).map(({ rule, consequence }) => `${rule}: ${consequence}`);
}

test.each<[string, readonly AnyObject[], readonly AnyObject[], readonly string[]]>([
  [
    'a network taken out',
    [route(LAN), route(OTHER)],
    [route(LAN)],
    [`routes-changed: ${run}: the route of ${OTHER} by k8s-routing-peer is deleted, and nobody is led there any more.`],
  ],
  ['a network put in', [route(LAN)], [route(LAN), route(OTHER)], [`routes-opened: ${more}: ${OTHER} by All.`]],
  [
    'another peer',
    [route(LAN)],
    [route(LAN, { peer: 'b' })],
    [`routes-changed: ${run}: ${LAN} goes by b instead of k8s-routing-peer.`],
  ],
  [
    'a group instead of a peer',
    [route(LAN)],
    [route(LAN, { peer: undefined, peerGroup: 'routers' })],
    [`routes-changed: ${run}: ${LAN} goes by group routers instead of k8s-routing-peer.`],
  ],
  [
    'one replica less',
    [route(LAN), route(LAN, { peer: 'b' })],
    [route(LAN)],
    [`routes-changed: ${run}: ${LAN} no longer goes by b.`],
  ],
  ['one replica more', [route(LAN)], [route(LAN), route(LAN, { peer: 'b' })], ['undefined: It is updated in place.']],
  [
    'no masquerade',
    [route(LAN)],
    [route(LAN, { masquerade: false })],
    [
      `routes-changed: ${run}: the hosts of ${LAN} see the addresses of the overlay, and answer only with a route back to it.`,
    ],
  ],
  [
    'masquerade',
    [route(LAN, { masquerade: false })],
    [route(LAN)],
    [`routes-changed: ${run}: the hosts of ${LAN} see the address of k8s-routing-peer alone.`],
  ],
  ['the metric of the only route', [route(LAN)], [route(LAN, { metric: 1 })], ['undefined: It is updated in place.']],
  [
    'the metric of one of two routes',
    [route(LAN), route(LAN, { peer: 'b' })],
    [route(LAN), route(LAN, { peer: 'b', metric: 1 })],
    [`routes-changed: ${run}: ${LAN} by b has the metric 1 instead of 9999, and the lowest one is used.`],
  ],
  [
    'other groups',
    [route(LAN, { groups: ['a', 'b'] })],
    [route(LAN, { groups: ['b', 'c'] })],
    [
      `routes-opened: ${more}: ${LAN} by c.`,
      `routes-changed: ${run}: ${LAN} by k8s-routing-peer is no longer given to a.`,
    ],
  ],
  ['another order of groups', [route(LAN, { groups: ['a', 'b'] })], [route(LAN, { groups: ['b', 'a'] })], []],
  [
    'only what policies allow',
    [route(LAN)],
    [route(LAN, { accessControlGroups: ['lan'] })],
    [`routes-changed: ${run}: by ${LAN} by k8s-routing-peer passes only what policies allow into lan.`],
  ],
  [
    'everything, whatever policies allow',
    [route(LAN, { accessControlGroups: ['lan'] })],
    [route(LAN)],
    [`routes-opened: ${more}: ${LAN} with everything, whatever policies allow.`],
  ],
  [
    'other policies',
    [route(LAN, { accessControlGroups: ['lan'] })],
    [route(LAN, { accessControlGroups: ['dmz'] })],
    [
      `routes-opened: ${more}: ${LAN} with what policies allow into dmz.`,
      `routes-changed: ${run}: policies into lan let nothing pass by ${LAN} by k8s-routing-peer.`,
    ],
  ],
  ['another description', [route(LAN)], [route(LAN, { description: 'x' })], ['undefined: It is updated in place.']],
])('%s', (_, before, after, expected) => {
  expect(said(before, after)).toEqual(expected);
});

test('another owner, or another server, leaves the routes behind', () => {
  expect(said([route(LAN)], [route(LAN)], { owner: 'other' })).toEqual([
    expect.stringMatching(/carry the mark of k8s-routing-peer: they stay as they are, .* marked other\.$/),
  ]);
  expect(said([route(LAN)], [route(LAN)], { managementUrl: 'https://b.example.org' })).toEqual([
    expect.stringMatching(/kept at https:\/\/b\.example\.org from then on\. Those at https:\/\/netbird/),
  ]);
});

test('the fields of a route are compared, and not a text', () => {
  const [finding] = findingsOf(
    (site) => keepRoutes(site, [route(LAN, { masquerade: false })]),
    (site) => keepRoutes(site, [route(LAN)]),
  );
  expect(finding?.changes).toEqual([
    { field: `data[routes.json].routes[${LAN} k8s-routing-peer].masquerade`, before: 'true', after: 'false' },
  ]);
  expect(finding?.command).toBe(
    'npm run routes -- plan --token-file ~/.netbird-token --from dist/netbird-routes/ConfigMap.netbird-routes.k8s.yaml',
  );
});
