import type { Group, Peer } from './answers.ts';
import type { Notice } from './notice.ts';

/** Why a name stands for nothing. */
export type Unknown = Pick<Notice, 'reason' | 'remedy'>;

/** The peers and groups of an account of NetBird, by name and by id. */
export class Directory {
  private readonly peers: ReadonlyMap<string, Peer>;
  private readonly peersByName: ReadonlyMap<string, readonly Peer[]>;
  private readonly groups: ReadonlyMap<string, Group>;
  private readonly groupsByName: ReadonlyMap<string, readonly Group[]>;

  constructor(peers: readonly Peer[], groups: readonly Group[]) {
    this.peers = new Map(peers.map((peer) => [peer.id, peer]));
    this.peersByName = Map.groupBy([...peers].sort(byUse), ({ name }) => name);
    this.groups = new Map(groups.map((group) => [group.id, group]));
    this.groupsByName = Map.groupBy(groups, ({ name }) => name);
  }

  peer(id: string): Peer | undefined {
    return this.peers.get(id);
  }

  /** The peers of exactly this name, the best first: a connected one, then the one that was seen last. */
  peersNamed(name: string): readonly Peer[] {
    return this.peersByName.get(name) ?? [];
  }

  /** The name behind an id, for a person. */
  peerName(id: string): string {
    return this.peer(id)?.name ?? `${id}, which is gone`;
  }

  groupName(id: string): string {
    return this.groups.get(id)?.name ?? `${id}, which is gone`;
  }

  /** @param prop where the name was written */
  findGroup(name: string, prop: string): Group | Unknown {
    const [group, another] = this.groupsByName.get(name) ?? [];
    if (group !== undefined && another === undefined) return group;
    if (group !== undefined) {
      return {
        reason: `NetBird has several groups of the name "${name}".`,
        remedy: 'Rename all but one of them there.',
      };
    }
    const names = [...this.groupsByName.keys()].sort();
    return {
      reason: `NetBird has no group of the name "${name}".`,
      remedy: `Make it there, or correct ${prop}. It has ${names.slice(0, 8).join(', ')}${names.length > 8 ? ', …' : ''}.`,
    };
  }

  /** Why there is no peer of a name, where there is none. */
  whyNoPeer(name: string): Unknown {
    const reason = `NetBird has no peer of the name "${name}".`;
    const other = [...this.peers.values()].filter(({ hostname }) => hostname === name).sort(byUse)[0];
    return other === undefined
      ? {
          reason,
          remedy:
            'Look at the log of the routing peer, which registers under that name when it starts for the first time; if it was renamed in NetBird, write its name there in registeredNames.',
        }
      : {
          reason: `${reason} The peer whose machine is called so has the name "${other.name}".`,
          remedy: `Write registeredNames: ["${other.name}"] at the routing peer, or rename it in NetBird.`,
        };
  }
}

/** Connected before disconnected, seen late before seen early. */
function byUse(one: Peer, other: Peer): number {
  if (one.connected !== other.connected) return one.connected ? -1 : 1;
  const [seen, otherSeen] = [Date.parse(one.last_seen) || 0, Date.parse(other.last_seen) || 0];
  if (seen !== otherSeen) return otherSeen - seen;
  return one.id < other.id ? -1 : 1;
}
