import type { Answer } from './cluster/answer.ts';

/** What NetBird's management server knows, as far as checks look at it. */
export interface ManagementView {
  peers(): Promise<Answer<readonly RegisteredPeer[]>>;
  routes(): Promise<Answer<readonly AdvertisedRoute[]>>;
}

export interface RegisteredPeer {
  readonly id: string;

  /** What it registered as; it never changes. */
  readonly name: string;

  /** In the overlay. */
  readonly address: string;
  readonly connected: boolean;

  /** The ids of its groups. */
  readonly groups: readonly string[];
}

export interface AdvertisedRoute {
  readonly network: string;
  readonly enabled: boolean;
  readonly masquerade: boolean;

  /** The id of the routing peer; undefined where groups route. */
  readonly peer?: string;

  /** The ids of the groups whose peers route. */
  readonly peerGroups: readonly string[];

  /** The groups that get it. */
  readonly distribution: readonly { readonly name: string; readonly peers: number }[];
}
