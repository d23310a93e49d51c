import type { IConstruct } from 'constructs';
import { apiServerOf } from './api-server.ts';

/** A construct, and what those of its kind need to know of each other. */
export interface Made<T> {
  readonly path: string;

  /** The API server that it is for, in one form: the same server is the same cluster. */
  readonly server: string;
  readonly what: T;
}

/** Remembers the constructs of one kind that each site has made, so that the next one can be held against them. */
export class MadeBefore<T> {
  private readonly bySite = new WeakMap<IConstruct, readonly Made<T>[]>();

  /** Remembers a construct, and returns those that its site made before, of all clusters. */
  remember(construct: IConstruct, what: T): { readonly made: Made<T>; readonly others: readonly Made<T>[] } {
    const { root, path } = construct.node;
    const others = this.bySite.get(root) ?? [];
    const made = { path, server: apiServerOf(construct), what };
    this.bySite.set(root, [...others, made]);
    return { made, others };
  }
}
