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
    this.peersByName = Map.groupBy(peers, ({ name }) => name);
    this.groups = new Map(groups.map((group) => [group.id, group]));
    this.groupsByName = Map.groupBy(groups, ({ name }) => name);
  }

  peer(id: string): Peer | undefined {
    return this.peers.get(id);
  }

  /** The peers of exactly this name: NetBird gives a name to as many as ask for it. */
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
    const peers = [...this.peers.values()];
    const others = namesOf(peers.filter(({ hostname }) => hostname === name));
    if (others.length > 0) {
      return {
        reason: `${reason} It has ${others.join(', ')}, whose machine is called so.`,
        remedy: `${others.length === 1 ? 'Write that name' : 'Write the name of the right one'} into registeredNames of the routing peer, in the place of "${name}", or rename it in NetBird.`,
      };
    }
    const similar = namesOf(peers.filter((peer) => isSimilar(peer.name, name)));
    return {
      reason: similar.length === 0 ? reason : `${reason} It has ${similar.join(', ')}.`,
      remedy:
        'Look at the log of the routing peer, which registers under that name when it starts for the first time; if it has another name in NetBird, write that into registeredNames.',
    };
  }
}

function namesOf(peers: readonly Peer[]): string[] {
  return [...new Set(peers.map(({ name }) => `"${name}"`))].sort();
}

/** Whether one is the other with something behind it: `k8s-routing-peer-1`, as after a change of the replicas. */
function isSimilar(one: string, other: string): boolean {
  return one.startsWith(`${other}-`) || other.startsWith(`${one}-`);
}
