import * as z from 'zod/mini';

// What management 0.66.2 answers, as far as it is used here. Lists may be null, and a newer server may say more.

/** Missing, null and empty are the same to NetBird. */
const list = <T extends z.core.$ZodType>(member: T) =>
  z.pipe(
    z.nullish(z.array(member)),
    z.transform((value): readonly z.output<T>[] => value ?? []),
  );

const text = z.pipe(
  z.nullish(z.string()),
  z.transform((value) => value ?? ''),
);

const peer = z.object({
  id: z.string(),
  /** The name in NetBird's UI. It stays when `hostname` changes. */
  name: z.string(),
  /** The name of the machine. */
  hostname: text,
  ip: text,
  connected: z.boolean(),
  last_seen: text,
  created_at: text,
  groups: list(z.object({ id: z.string() })),
});

/** A peer as the API shows it. */
export type Peer = z.output<typeof peer>;

const group = z.object({
  id: z.string(),
  name: z.string(),
  peers: list(z.object({ id: z.string() })),
});

/** A group as the API shows it. */
export type Group = z.output<typeof group>;

// What is not known here is kept: a PUT replaces the whole route, so it goes back as it came.
const route = z.looseObject({
  id: z.string(),
  network_id: z.string(),
  description: text,
  enabled: z.boolean(),
  /** `invalid Prefix` for a route to domains. */
  network: text,
  domains: list(z.string()),
  /** Empty for a route by groups. */
  peer: text,
  peer_groups: list(z.string()),
  metric: z.number(),
  masquerade: z.boolean(),
  groups: list(z.string()),
  access_control_groups: list(z.string()),
  keep_route: z._default(z.boolean(), false),
});

/** A route as the API shows it. */
export type Route = z.output<typeof route>;

/** A check of an answer: what it holds, or undefined where that is something else. */
export type AnswerCheck<T> = (value: unknown) => T | undefined;

export const peersAnswer: AnswerCheck<readonly Peer[]> = checkOf(z.array(peer));
/** `{management_current_version: "0.66.2"}`, and what newer versions there are. */
export const versionAnswer: AnswerCheck<string> = (value) =>
  checkOf(z.object({ management_current_version: z.string() }))(value)?.management_current_version;
export const groupsAnswer: AnswerCheck<readonly Group[]> = checkOf(z.array(group));
export const routesAnswer: AnswerCheck<readonly Route[]> = checkOf(z.array(route));
export const routeAnswer: AnswerCheck<Route> = checkOf(route);

/** What a DELETE answers: `{}`. */
export const emptyAnswer: AnswerCheck<object> = checkOf(z.looseObject({}));

function checkOf<T>(schema: z.ZodMiniType<T>): AnswerCheck<T> {
  return (value) => {
    const { success, data } = z.safeParse(schema, value);
    return success ? data : undefined;
  };
}
