import { basename, dirname, normalize } from 'node:path/posix';
import type { Peer as RegisteredPeer } from '../../netbird/management/answers.ts';
import { keptRoutes } from '../../picture/kept-routes.ts';
import { type Check, couldNotLook, type Finding, judged, unanswerable } from '../check.ts';
import { type ClientStatus, connected, getClientStatus } from '../client-status.ts';
import { type Answer, valueIn } from '../cluster/answer.ts';
import type { Execution } from '../cluster/execute.ts';
import { clientContainer, getPod } from '../placement.ts';
import { findRoutesKeeper } from '../routes-keeper.ts';
import type { Peer, Site } from '../site.ts';

interface Evidence {
  /** The mount points of the container. */
  readonly mounts: Answer<Execution>;

  /** The names of the files in the state directory. */
  readonly files: Answer<Execution>;

  /** The variables of the pod that lead off the volume: `NB_STATE_DIR`, `NB_CONFIG`. */
  readonly moved: readonly string[];

  /** The file with the identity; undefined: default.json. */
  readonly profile?: string;
  readonly status: Answer<ClientStatus>;

  /** Undefined without a token. */
  readonly peers?: Answer<readonly RegisteredPeer[]>;
}

/** Whether the identity is on the volume, and is the one that NetBird knows. */
export const identity: Check<Evidence> = {
  name: 'identity',
  title: 'Identity',

  async gather({ site, inquiry, management }) {
    const container = clientContainer(site);
    const [mounts, files, found, status, peers] = await Promise.all([
      inquiry.exec(container, ['cat', '/proc/mounts']),
      inquiry.exec(container, ['ls', '-1', site.peer.stateDirectory]),
      getPod(site, inquiry),
      getClientStatus(site, inquiry),
      management?.peers(),
    ]);
    const client = valueIn(found)?.spec.containers.find(({ name }) => name === site.peer.container);
    const places = (client?.env ?? []).filter(({ name }) => /^(NB|WT)_(STATE_DIR|CONFIG)$/.test(name));
    const isOnVolume = ({ value = '' }: { value?: string | undefined }) =>
      `${normalize(value)}/`.startsWith(`${site.peer.stateDirectory}/`);
    const config = places.find((one) => one.name.endsWith('_CONFIG') && isOnVolume(one))?.value;
    return {
      mounts,
      files,
      moved: places.filter((one) => !isOnVolume(one)).map(({ name }) => name),
      ...(config !== undefined && { profile: basename(config) }),
      status,
      ...(peers !== undefined && { peers }),
    };
  },

  judge({ mounts, files, moved, profile = PROFILE, status, peers }, { site }) {
    const { peer } = site;
    if (!mounts.ok) return unanswerable('identity', 'Where the identity is kept', mounts.failure);
    if (!files.ok) return unanswerable('identity', 'Where the identity is kept', files.failure);
    const isMounted = mounts.value.stdout.split('\n').some((line) => line.split(' ')[1] === peer.stateDirectory);
    const hasProfile = files.value.stdout.split('\n').includes(profile);
    const address = connected(status)?.address;
    return judged(
      [
        `${peer.stateDirectory} is ${isMounted ? 'a volume' : 'no volume'}, and ${hasProfile ? 'has' : 'lacks'} ${profile}`,
        peers?.ok
          ? describe(peers.value, address, namesOf(site))
          : 'whether NetBird knows it was not to be seen: that takes a token, --token-file',
      ],
      isMounted ? [] : notOnVolume(peer),
      isMounted && (!hasProfile || moved.length > 0)
        ? elsewhere(`${peer.stateDirectory}/${profile}`, moved, address !== undefined)
        : [],
      peers === undefined
        ? []
        : peers.ok
          ? registered(peers.value, address, site)
          : [couldNotLook('identity', 'Which peers NetBird knows', peers.failure)],
    );
  },
};

/** Holds the WireGuard key. It is never read, only looked for. */
const PROFILE = 'default.json';

const link = 'docs/doctor.md#identity';

function notOnVolume({ stateDirectory, claimName }: Peer): Finding {
  return {
    severity: 'problem',
    what: 'the identity is not on the volume',
    cause: `${stateDirectory} is in the container's own layer: the next restart makes another WireGuard key, and NetBird sees another peer.`,
    fix: `See that the claim ${claimName} is mounted there: compare the StatefulSet with dist/.`,
    link,
    follows: ['drift'],
  };
}

function elsewhere(profile: string, moved: readonly string[], isConnected: boolean): Finding {
  return {
    severity: isConnected || moved.length > 0 ? 'problem' : 'warning',
    what:
      moved.length > 0 ? `${moved.join(' and ')} moves the identity off the volume` : 'the volume holds no identity',
    cause:
      moved.length > 0
        ? `The client keeps its state elsewhere than ${dirname(profile)}: the next restart registers another peer.`
        : `${profile} is missing. A client that has not registered yet makes it when it does.`,
    fix:
      moved.length > 0
        ? 'Take the variable out of the pod: sync the Application.'
        : 'See where the client keeps it: NB_STATE_DIR, NB_CONFIG.',
    link,
    follows: ['drift', 'agent'],
  };
}

/** What the peer may be called in NetBird: where it is not the hostname, the routes of the site say it. */
function namesOf({ objects, peer: { hostname } }: Site): readonly string[] {
  const targets = keptRoutes(objects).flatMap(({ routes }) => routes.map(({ target }) => target));
  return targets.length === 0 || targets.includes(hostname) ? [hostname] : [...new Set(targets)];
}

function describe(peers: readonly RegisteredPeer[], address: string | undefined, names: readonly string[]): string {
  const named = peers.filter(({ name }) => names.includes(name));
  const inUse = peers.find((one) => one.ip === address);
  return `NetBird knows ${named.length} ${named.length === 1 ? 'peer' : 'peers'} named ${names.join(' or ')}; in use is ${inUse === undefined ? 'none of its peers' : `${inUse.name} (${inUse.id})`}`;
}

function registered(peers: readonly RegisteredPeer[], address: string | undefined, site: Site): readonly Finding[] {
  const names = namesOf(site);
  const named = peers.filter(({ name }) => names.includes(name));
  if (address === undefined) return named.length === 0 ? [unregistered(names, site)] : [];
  const inUse = peers.find((one) => one.ip === address);
  // What else a token of another account shows is not of this peer.
  if (inUse === undefined) return [unseen(address)];
  const others = peers.filter(({ id, name }) => id !== inUse.id && [inUse.name, ...names].includes(name));
  const ghosts = others.filter((one) => !one.connected);
  const rivals = others.filter((one) => one.connected);
  return [
    ...rivals.map((one) => rival(one, inUse)),
    ...(ghosts.length > 0 ? [lost(ghosts, inUse)] : []),
    ...(names.includes(inUse.name) ? [] : [misnamed(inUse, names)]),
  ];
}

function unregistered(names: readonly string[], site: Site): Finding {
  const keeper = findRoutesKeeper(site);
  return {
    severity: 'problem',
    what: `NetBird knows no peer named ${names.join(' or ')}`,
    cause:
      'It was never registered, or somebody deleted it. It registers again with a valid setup key, as another peer.',
    fix: `Give it a valid setup key, and restart the pod. ${keeper === undefined ? 'Then give the route to the new peer.' : `The next run of the CronJob ${keeper.name} gives it the route.`}`,
    link: 'docs/runbooks/rotate-setup-key.md',
    follows: ['agent', 'setup-key', 'management'],
  };
}

function unseen(address: string): Finding {
  return {
    severity: 'warning',
    what: `NetBird lists no peer with the address ${address}`,
    cause: 'The token is of another account than the peer, or may not see it.',
    fix: 'Use a token of an administrator of the account that the peer is in.',
    link,
  };
}

function rival({ id, ip, hostname, name }: RegisteredPeer, inUse: RegisteredPeer): Finding {
  return {
    severity: 'warning',
    what: `another peer that is connected has the name ${name}`,
    cause: `It is ${id} at ${ip}, a machine that calls itself ${hostname || 'nothing'}; in use here is ${inUse.id}. It is no ghost: something else registered under that name. A route by name may go to either.`,
    fix: 'Find out what it is before you change anything; then give one of the two another name.',
    link,
  };
}

function lost(ghosts: readonly RegisteredPeer[], inUse: RegisteredPeer): Finding {
  return {
    severity: 'warning',
    what: `${ghosts.length} ghost ${ghosts.length === 1 ? 'peer has' : 'peers have'} the name ${[...new Set(ghosts.map(({ name }) => name))].join(' or ')}`,
    cause: `Each is an identity that was lost, and is not connected: ${ghosts.map(({ id }) => id).join(', ')}. A route or group that names one leads nowhere.`,
    fix: `See that no route names them, then delete them in NetBird under Peers; keep ${inUse.id}.`,
    link,
  };
}

function misnamed({ name }: RegisteredPeer, names: readonly string[]): Finding {
  return {
    severity: 'warning',
    what: `the peer is registered as ${name}, not ${names.join(' or ')}`,
    cause: 'The name is that of the first registration; changing it in main.ts later renames nothing.',
    fix: `Write registeredNames: ["${name}"] at the peer in main.ts, or rename it in NetBird.`,
    link,
  };
}
