import type { IConstruct } from 'constructs';
import { Cluster } from './cluster.ts';

/** The API server that a construct is for, in one form of all that it can be written in: the same server is the same cluster. */
export function apiServerOf(construct: IConstruct): string {
  return new URL(Cluster.serverOf(construct)).href;
}
