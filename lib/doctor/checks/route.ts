import type { Group, Peer as RegisteredPeer, Route } from '../../netbird/management/answers.ts';
import { keptRoutes } from '../../picture/kept-routes.ts';
import { type Check, couldNotLook, type Finding, judged, notReached, unanswerable } from '../check.ts';
import { type ClientStatus, connected, getClientStatus } from '../client-status.ts';
import { type Answer, answered } from '../cluster/answer.ts';
import type { ManagementView } from '../management-view.ts';
import { findRoutesKeeper, type RoutesKeeper } from '../routes-keeper.ts';
import type { Site } from '../site.ts';

interface Evidence {
  readonly status: Answer<ClientStatus>;

  /** Undefined without a token. */
  readonly account?: Answer<Account>;
}

/** What NetBird has, as far as routes are concerned. */
interface Account {
  readonly routes: readonly Route[];
  readonly peers: readonly RegisteredPeer[];
  readonly groups: readonly Group[];
}

/** Whether NetBird routes the networks by way of the peer in use. */
export const route: Check<Evidence> = {
  name: 'route',
  title: 'Route in NetBird',

  async gather({ site, inquiry, management }) {
    const [status, account] = await Promise.all([
      getClientStatus(site, inquiry),
      management === undefined ? undefined : getAccount(management),
    ]);
    return { status, ...(account !== undefined && { account }) };
  },

  judge({ status, account }, { site }) {
    if (!status.ok) return unanswerable('route', 'Which networks the client routes', status.failure);
    const said = connected(status);
    if (said === undefined) return notReached('The client is not connected, and learns of no routes.');
    const wanted = site.peer.networks;
    const routed = said.networks ?? [];
    const missing = wanted.filter((network) => !routed.includes(network));
    const evidence = [`netbird status says: Networks: ${routed.join(', ') || '-'}`];
    if (account === undefined || !account.ok) {
      return judged(
        evidence,
        missing.length > 0 ? notRouted(missing, site) : [],
        account === undefined ? [] : couldNotLook('route', "NetBird's own view of the routes", account.failure),
      );
    }
    const inUse = account.value.peers.find(({ ip }) => ip === said.address);
    return judged(
      [
        ...evidence,
        ...account.value.routes.filter(({ network }) => wanted.includes(network)).map(describe(account.value)),
      ],
      ...wanted.map((network) => judgeNetwork(network, account.value, inUse, missing.includes(network), site)),
    );
  },
};

async function getAccount(management: ManagementView): Promise<Answer<Account>> {
  const [routes, peers, groups] = await Promise.all([management.routes(), management.peers(), management.groups()]);
  if (!routes.ok) return routes;
  if (!peers.ok) return peers;
  return groups.ok ? answered({ routes: routes.value, peers: peers.value, groups: groups.value }) : groups;
}

const link = 'docs/doctor.md#route';

/** What can be known without a token: that, and not why. */
function notRouted(missing: readonly string[], site: Site): Finding {
  return {
    severity: 'problem',
    what: `the peer does not route ${missing.join(', ')}`,
    cause: 'The route does not exist, is disabled, or names another peer: one that was lost, perhaps.',
    ...repair(site, missing, {
      fix: `See in NetBird, under Network Routes: ${missing.join(', ')} with the routing peer ${site.peer.hostname}, enabled. With --token-file the doctor says which it is.`,
      link,
    }),
    follows: ['identity', 'network-routes'],
  };
}

/** Where the site keeps the routes itself, its program has met what is in the way; otherwise a person repairs them. */
function repair(
  site: Site,
  networks: readonly string[],
  byHand: Pick<Finding, 'fix' | 'link'>,
): Pick<Finding, 'fix' | 'link' | 'follows'> {
  const keeper = keeperOf(site, networks);
  if (keeper === undefined) return byHand;
  const { namespace, name, labelSelector } = keeper;
  return {
    fix: `The CronJob ${name} repairs that every 10 minutes. See what its last runs say: kubectl -n ${namespace} logs -l ${labelSelector} --tail=20`,
    link: 'docs/netbird-network-routes.md#when-a-run-fails',
    follows: ['network-routes'],
  };
}

/** The CronJob that keeps the routes to all of these networks. */
function keeperOf(site: Site, networks: readonly string[]): RoutesKeeper | undefined {
  const kept = keptRoutes(site.objects).flatMap(({ routes }) => routes.map(({ network }) => network));
  return networks.every((network) => kept.includes(network)) ? findRoutesKeeper(site) : undefined;
}

function describe({ groups }: Account): (route: Route) => string {
  return ({ network, enabled, groups: ids }) =>
    `${network}: ${enabled ? 'enabled' : 'disabled'}, distributed to ${named(ids, groups).join(', ') || 'nobody'}`;
}

function named(ids: readonly string[], groups: readonly Group[]): readonly string[] {
  return ids.map((id) => groups.find((group) => group.id === id)?.name ?? `${id} (deleted)`);
}

function judgeNetwork(
  network: string,
  { routes, peers, groups }: Account,
  inUse: RegisteredPeer | undefined,
  isMissing: boolean,
  site: Site,
): readonly Finding[] {
  const problem = (what: string, cause: string, fix: string): readonly Finding[] => [
    { severity: 'problem', what, cause, fix, link },
  ];
  const repairable = (what: string, cause: string, fix: string): readonly Finding[] => [
    { severity: 'problem', what, cause, ...repair(site, [network], { fix, link }) },
  ];
  const all = routes.filter((one) => one.network === network);
  if (all.length === 0) {
    // One of NetBird's newer networks may route it.
    return isMissing
      ? repairable(
          `NetBird has no route for ${network}`,
          'The peer registers by itself, and advertises nothing by itself.',
          `Make it under Network Routes: network ${network}, routing peer ${inUse?.name ?? 'the peer in use'}, distribution group All.`,
        )
      : [];
  }
  const enabled = all.filter((one) => one.enabled);
  if (enabled.length === 0) {
    return repairable(
      `the route for ${network} is disabled`,
      'NetBird distributes it to nobody while it is.',
      'Enable it in NetBird, under Network Routes.',
    );
  }
  const ours = enabled.filter((one) => routesBy(one, inUse));
  if (ours.length === 0) {
    return repairable(
      `the route for ${network} names another peer than the one in use`,
      `It goes by ${whoRoutes(enabled, peers)}; in use is ${inUse === undefined ? 'an unknown one' : `${inUse.name} (${inUse.id})`}.`,
      'Give the route to the peer in use, in NetBird under Network Routes; delete the entries that name lost ones.',
    );
  }
  const reached = ours.flatMap((one) => groups.filter(({ id }) => one.groups.includes(id)));
  const others = reached.flatMap((group) => group.peers).filter(({ id }) => id !== inUse?.id);
  if (others.length === 0) {
    return problem(
      `the route for ${network} is distributed to nobody`,
      reached.length === 0
        ? 'It has no distribution group that is still there.'
        : `No other peer is in its groups: ${reached.map(({ name }) => name).join(', ')}.`,
      keeperOf(site, [network]) === undefined
        ? 'Give it the distribution group All, or the group of the far side.'
        : 'Put the far side into one of its groups in NetBird, or name another in main.ts (groups).',
    );
  }
  return isMissing
    ? problem(
        `the client does not route ${network}, although NetBird says so`,
        'It has not taken the route up: it was made a moment ago, or the client disables server routes (NB_DISABLE_SERVER_ROUTES).',
        'Ask again in half a minute; then restart the pod.',
      )
    : [];
}

function routesBy({ peer, peer_groups: byGroups }: Route, inUse: RegisteredPeer | undefined): boolean {
  if (inUse === undefined) return true;
  return peer === inUse.id || inUse.groups.some(({ id }) => byGroups.includes(id));
}

function whoRoutes(routes: readonly Route[], peers: readonly RegisteredPeer[]): string {
  const other = peers.find(({ id }) => routes.some(({ peer }) => peer === id));
  if (other !== undefined) return `${other.name} (${other.id}), which is ${other.connected ? 'connected' : 'away'}`;
  return routes.some(({ peer }) => peer !== '') ? 'a peer that was deleted' : 'groups that it is not in';
}
