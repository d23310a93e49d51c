import { type Check, couldNotLook, type Finding, type Judgement, judged, notReached, unanswerable } from '../check.ts';
import { type ClientStatus, connected, getClientStatus } from '../client-status.ts';
import type { Answer } from '../cluster/answer.ts';
import type { AdvertisedRoute, RegisteredPeer } from '../management-view.ts';
import { networksOf, type Peer } from '../site.ts';

interface Evidence {
  readonly status: Answer<ClientStatus>;

  /** Undefined without a token. */
  readonly routes?: Answer<readonly AdvertisedRoute[]>;
  readonly peers?: Answer<readonly RegisteredPeer[]>;
}

/** Whether NetBird routes the networks by way of the peer in use. */
export const route: Check<Evidence> = {
  name: 'route',
  title: 'Route in NetBird',

  async gather({ site, inquiry, management }) {
    const [status, routes, peers] = await Promise.all([
      getClientStatus(site, inquiry),
      management?.routes(),
      management?.peers(),
    ]);
    return { status, ...(routes !== undefined && { routes }), ...(peers !== undefined && { peers }) };
  },

  judge({ status, routes, peers }, { site }) {
    if (!status.ok) return unanswerable('route', 'Which networks the client routes', status.failure);
    const said = connected(status);
    if (said === undefined) return notReached('The client is not connected, and learns of no routes.');
    const wanted = networksOf(site.peer);
    const routed = said.networks ?? [];
    const missing = wanted.filter((network) => !routed.includes(network));
    const evidence = [`netbird status says: Networks: ${routed.join(', ') || '-'}`];
    if (routes === undefined || peers === undefined) return fromStatus(missing, routed, wanted, site.peer, evidence);
    const unanswered = [routes, peers].find((answer) => !answer.ok);
    if (!routes.ok || !peers.ok) {
      const { evidence: lines, findings } = fromStatus(missing, routed, wanted, site.peer, evidence);
      const failure = unanswered?.ok === false ? unanswered.failure : undefined;
      return judged(
        lines,
        findings,
        failure === undefined ? [] : [couldNotLook('route', "NetBird's own view of the routes", failure)],
      );
    }
    const inUse = peers.value.find(({ address }) => address === said.address);
    const all = [...evidence, ...routes.value.filter(({ network }) => wanted.includes(network)).map(describe)];
    return judged(
      all,
      wanted.flatMap((network) => judgeNetwork(network, routes.value, peers.value, inUse, missing.includes(network))),
    );
  },
};

const link = 'docs/doctor.md#route';

/** What can be known without a token: whether, and not why. */
function fromStatus(
  missing: readonly string[],
  routed: readonly string[],
  wanted: readonly string[],
  { hostname }: Peer,
  evidence: readonly string[],
): Judgement {
  const isMissing = wanted.length > 0 ? missing.length > 0 : routed.length === 0;
  if (!isMissing) return judged(evidence);
  return judged(evidence, {
    severity: 'problem',
    what: missing.length > 0 ? `the peer does not route ${missing.join(', ')}` : 'the peer routes no network',
    cause: 'The route does not exist, is disabled, or names another peer: one that was lost, perhaps.',
    fix: `See in NetBird, under Network Routes: ${missing.join(', ') || 'the network'} with the routing peer ${hostname}, enabled. With --management-token-file the doctor says which it is.`,
    link,
    follows: ['identity'],
  });
}

function describe({ network, enabled, distribution }: AdvertisedRoute): string {
  return `${network}: ${enabled ? 'enabled' : 'disabled'}, distributed to ${distribution.map(({ name }) => name).join(', ') || 'nobody'}`;
}

function judgeNetwork(
  network: string,
  routes: readonly AdvertisedRoute[],
  peers: readonly RegisteredPeer[],
  inUse: RegisteredPeer | undefined,
  isMissing: boolean,
): readonly Finding[] {
  const all = routes.filter((one) => one.network === network);
  // One of NetBird's newer networks routes it.
  if (all.length === 0 && !isMissing) return [];
  const common = { severity: 'problem', link } as const;
  if (all.length === 0) {
    return [
      {
        ...common,
        what: `NetBird has no route for ${network}`,
        cause: 'The peer registers by itself, and advertises nothing by itself.',
        fix: `Make it under Network Routes: network ${network}, routing peer ${inUse?.name ?? 'the peer in use'}, distribution group All.`,
      },
    ];
  }
  const enabled = all.filter((one) => one.enabled);
  if (enabled.length === 0) {
    return [
      {
        ...common,
        what: `the route for ${network} is disabled`,
        cause: 'NetBird distributes it to nobody while it is.',
        fix: 'Enable it in NetBird, under Network Routes.',
      },
    ];
  }
  const ours = enabled.filter((one) => routesBy(one, inUse));
  if (ours.length === 0) {
    const other = peers.find(({ id }) => enabled.some((one) => one.peer === id));
    return [
      {
        ...common,
        what: `the route for ${network} names another peer than the one in use`,
        cause: `It goes by ${other === undefined ? 'a peer or group that is no longer there' : `${other.name} (${other.id}), which is ${other.connected ? 'connected' : 'away'}`}; in use is ${inUse === undefined ? 'an unknown one' : `${inUse.name} (${inUse.id})`}.`,
        fix: 'Give the route to the peer in use, in NetBird under Network Routes; delete the entries that name lost ones.',
      },
    ];
  }
  const reach = ours.flatMap(({ distribution }) => distribution);
  if (reach.every(({ peers: count }) => count === 0)) {
    return [
      {
        ...common,
        what: `the route for ${network} is distributed to nobody`,
        cause:
          reach.length === 0
            ? 'It has no distribution group.'
            : `Its groups have no peers: ${reach.map(({ name }) => name).join(', ')}.`,
        fix: 'Give it the distribution group All, or the group of the far side.',
      },
    ];
  }
  return isMissing
    ? [
        {
          ...common,
          what: `the client does not route ${network}, although NetBird says so`,
          cause:
            'It has not taken the route up: it was made a moment ago, or the client disables server routes (NB_DISABLE_SERVER_ROUTES).',
          fix: 'Ask again in half a minute; then restart the pod.',
        },
      ]
    : [];
}

function routesBy({ peer, peerGroups }: AdvertisedRoute, inUse: RegisteredPeer | undefined): boolean {
  if (inUse === undefined) return true;
  return peer === inUse.id || peerGroups.some((group) => inUse.groups.includes(group));
}
