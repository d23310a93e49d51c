import * as z from 'zod/mini';
import { Cidr } from '../../network/cidr.ts';
import { ManagementError } from './management-error.ts';

/** What a site wants of NetBird's routes. It stands in a ConfigMap, as JSON. */
export interface DesiredRoutes {
  /** The management server: scheme, host and port. */
  readonly managementUrl: string;

  /** Whose routes these are: what the mark in their descriptions says. One in an account of NetBird. */
  readonly owner: string;

  readonly routes: readonly DesiredRoute[];
}

/** A network by one peer, or by a group of peers. Peers and groups are named as in NetBird's UI. */
export type DesiredRoute = {
  readonly networkId: string;
  /** A prefix without host bits: `192.168.1.0/24`. */
  readonly network: string;
  readonly description: string;
  /** The peers that use the route are in one of these groups. */
  readonly groups: readonly string[];
  /** What the policies of these groups allow may pass; without any, everything may. */
  readonly accessControlGroups: readonly string[];
  readonly metric: number;
  readonly masquerade: boolean;
} & RouteTarget;

export type RouteTarget =
  | { readonly peer: string; readonly peerGroup?: undefined }
  | { readonly peerGroup: string; readonly peer?: undefined };

/** The target as a person names it: `k8s-routing-peer`, or `group routing-peers`. */
export function describeTarget({ peer, peerGroup }: RouteTarget): string {
  return peer ?? `group ${peerGroup}`;
}

const common = {
  networkId: z.string(),
  network: z.string().check(z.refine(isPrefix)),
  description: z.string(),
  groups: z.array(z.string()),
  accessControlGroups: z.array(z.string()),
  metric: z.number(),
  masquerade: z.boolean(),
};

const schema = z.strictObject({
  managementUrl: z.string(),
  owner: z.string(),
  routes: z.array(
    z.union([z.strictObject({ ...common, peer: z.string() }), z.strictObject({ ...common, peerGroup: z.string() })]),
  ),
});

function isPrefix(network: string): boolean {
  try {
    return Cidr.parse(network).toString() === network;
  } catch {
    return false;
  }
}

/**
 * @param source where the text comes from, for the error
 * @throws ManagementError for what synth did not write
 */
export function parseDesiredRoutes(text: string, source: string): DesiredRoutes {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  const { success, data } = z.safeParse(schema, value);
  if (success) return data;
  throw new ManagementError(
    'configuration',
    `${source} does not hold the routes of a site.`,
    'Run npm run synth, and use what it writes unchanged.',
  );
}
