/** Boxes and arrows, for whichever program lays them out. */
export interface Diagram {
  /** What it shows, as a sentence without its full stop. */
  readonly title: string;

  readonly groups: readonly Group[];

  /** Those that stand in no group. */
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
}

export interface Group {
  readonly id: string;

  /** What is around the boxes. Never empty. */
  readonly lines: readonly string[];
  readonly boxes: readonly Box[];
}

export interface Box {
  /** Unique in its diagram: letters and digits. */
  readonly id: string;
  readonly kind: 'mesh' | 'interface' | 'guard' | 'network' | 'routes' | 'secret' | 'volume';

  /** The first one names it. Never empty. */
  readonly lines: readonly string[];
}

export interface Arrow {
  readonly from: string;
  readonly to: string;

  /**
   * - `tunnel`, `forward`: packets;
   * - `supply`: what a peer is given: its key, its identity, its routes;
   * - `pin`: what Cilium may use;
   * - `keep-out`: what it may not.
   */
  readonly kind: 'tunnel' | 'forward' | 'supply' | 'pin' | 'keep-out';
  readonly label?: string;
}
