import { basename, dirname, normalize } from 'node:path/posix';
import type { Peer as RegisteredPeer } from '../../netbird/management/answers.ts';
import { type Check, couldNotLook, type Finding, judged, unanswerable } from '../check.ts';
import { type ClientStatus, connected, getClientStatus } from '../client-status.ts';
import { type Answer, valueIn } from '../cluster/answer.ts';
import type { Execution } from '../cluster/execute.ts';
import { clientContainer, getPod } from '../placement.ts';
import type { Peer } from '../site.ts';

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
        ...(peers?.ok ? [describe(peers.value, address, peer)] : ['NetBird was not asked: --token-file']),
      ],
      isMounted ? [] : notOnVolume(peer),
      isMounted && (!hasProfile || moved.length > 0)
        ? elsewhere(`${peer.stateDirectory}/${profile}`, moved, address !== undefined)
        : [],
      peers === undefined
        ? []
        : peers.ok
          ? registered(peers.value, address, peer)
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
    cause: `${stateDirectory} is in the container's own layer: the next restart makes another WireGuard key, NetBird sees another peer, and the route names the old one.`,
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

function describe(peers: readonly RegisteredPeer[], address: string | undefined, { hostname }: Peer): string {
  const named = peers.filter(({ name }) => name === hostname);
  const inUse = peers.find((one) => one.ip === address);
  return `NetBird knows ${named.length} ${named.length === 1 ? 'peer' : 'peers'} named ${hostname}; in use is ${inUse === undefined ? 'none of its peers' : `${inUse.name} (${inUse.id})`}`;
}

function registered(
  peers: readonly RegisteredPeer[],
  address: string | undefined,
  { hostname }: Peer,
): readonly Finding[] {
  const named = peers.filter(({ name }) => name === hostname);
  if (address === undefined) {
    return named.length > 0
      ? []
      : [
          {
            severity: 'problem',
            what: `NetBird knows no peer named ${hostname}`,
            cause:
              'It was never registered, or somebody deleted it. It registers again with a valid setup key, as another peer.',
            fix: 'Give it a valid setup key, restart the pod, then give the route to the new peer.',
            link: 'docs/runbooks/rotate-setup-key.md',
            follows: ['agent', 'setup-key', 'management'],
          },
        ];
  }
  const ghosts = named.filter((one) => one.ip !== address);
  const inUse = peers.find((one) => one.ip === address);
  return [
    ...(inUse === undefined
      ? [
          {
            severity: 'warning' as const,
            what: `NetBird lists no peer with the address ${address}`,
            cause: 'The token is of another account than the peer, or may not see it.',
            fix: 'Use a token of an administrator of the account that the peer is in.',
            link,
          },
        ]
      : []),
    ...(ghosts.length > 0
      ? [
          {
            severity: 'warning' as const,
            what: `${ghosts.length} ghost ${ghosts.length === 1 ? 'peer has' : 'peers have'} the name ${hostname}`,
            cause: `Each is an identity that was lost: ${ghosts.map(({ id, connected: is }) => `${id} (${is ? 'connected' : 'away'})`).join(', ')}. A route or group that names one leads nowhere.`,
            fix: `See that no route names them, then delete them in NetBird under Peers; keep ${inUse?.id ?? address}.`,
            link,
          },
        ]
      : []),
    ...(inUse !== undefined && inUse.name !== hostname
      ? [
          {
            severity: 'warning' as const,
            what: `the peer is registered as ${inUse.name}, not ${hostname}`,
            cause: 'The name is that of the first registration; changing it later renames nothing.',
            fix: 'Rename it in NetBird, or write the name that it has in main.ts.',
            link,
          },
        ]
      : []),
  ];
}
