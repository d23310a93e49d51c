import { z } from 'zod';

/** What `netbird status` says. */
export interface NetbirdStatus {
  /** `NeedsLogin`, `LoginFailed` or `SessionExpired`: it is not registered, and says nothing else. */
  readonly needsLogin?: string;

  /** Undefined where it says nothing of it. */
  readonly management?: Connection;
  readonly signal?: Connection;
  readonly relays?: { readonly available: number; readonly total: number };
  readonly peers?: { readonly connected: number; readonly total: number };

  /** `100.109.244.71`, without the length of the prefix. */
  readonly address?: string;

  /** The networks that this peer routes. */
  readonly networks?: readonly string[];
  readonly daemonVersion?: string;
}

export interface Connection {
  readonly connected: boolean;

  /** Why it is not. */
  readonly error?: string;
}

const JsonConnection = z.object({ connected: z.boolean(), error: z.string().nullish() });

const JsonStatus = z.object({
  management: JsonConnection.optional(),
  signal: JsonConnection.optional(),
  relays: z.object({ total: z.number(), available: z.number() }).nullish(),
  peers: z.object({ total: z.number(), connected: z.number() }).nullish(),
  netbirdIp: z.string().nullish(),
  networks: z.array(z.string()).nullish(),
  daemonVersion: z.string().nullish(),
});

/** Reads JSON and text: with `--json` the client prints text too, while it is not registered. Undefined: it is neither. */
export function readNetbirdStatus(output: string): NetbirdStatus | undefined {
  const needsLogin = /^Daemon status: (NeedsLogin|LoginFailed|SessionExpired)\s*$/m.exec(output)?.[1];
  if (needsLogin !== undefined) return { needsLogin };
  return output.trimStart().startsWith('{') ? readJson(output) : readText(output);
}

function readJson(output: string): NetbirdStatus | undefined {
  let json: unknown;
  try {
    json = JSON.parse(output);
  } catch {
    return undefined;
  }
  const parsed = JsonStatus.safeParse(json);
  if (!parsed.success || parsed.data.management === undefined) return undefined;
  const { management, signal, relays, peers, netbirdIp, networks, daemonVersion } = parsed.data;
  return {
    management: connection(management.connected, management.error),
    ...(signal && { signal: connection(signal.connected, signal.error) }),
    ...(relays && { relays: { available: relays.available, total: relays.total } }),
    ...(peers && { peers: { connected: peers.connected, total: peers.total } }),
    ...(netbirdIp && { address: withoutLength(netbirdIp) }),
    networks: networks ?? [],
    ...(daemonVersion && { daemonVersion }),
  };
}

function readText(output: string): NetbirdStatus | undefined {
  const field = (name: string) => new RegExp(`^${name}:[ \\t]*(.*?)\\s*$`, 'm').exec(output)?.[1];
  const management = readConnection(field('Management'));
  if (management === undefined) return undefined;
  const relays = readCount(field('Relays'), 'Available');
  const peers = readCount(field('Peers count'), 'Connected');
  const signal = readConnection(field('Signal'));
  const address = field('NetBird IP');
  const networks = field('Networks');
  const daemonVersion = field('Daemon version');
  return {
    management,
    ...(signal && { signal }),
    ...(relays && { relays: { available: relays[0], total: relays[1] } }),
    ...(peers && { peers: { connected: peers[0], total: peers[1] } }),
    ...(address && address !== 'N/A' && { address: withoutLength(address) }),
    ...(networks !== undefined && { networks: networks === '-' || networks === '' ? [] : networks.split(/,\s*/) }),
    ...(daemonVersion && { daemonVersion }),
  };
}

function readConnection(text: string | undefined): Connection | undefined {
  const [, state, error] = /^(Connected|Disconnected)\b(?:.*?reason: (.*))?/.exec(text ?? '') ?? [];
  return state === undefined ? undefined : connection(state === 'Connected', error);
}

function connection(connected: boolean, error: string | null | undefined): Connection {
  return { connected, ...(error && { error }) };
}

function readCount(text: string | undefined, what: string): [number, number] | undefined {
  const [, some, all] = new RegExp(`^(\\d+)/(\\d+) ${what}`).exec(text ?? '') ?? [];
  return some === undefined ? undefined : [Number(some), Number(all)];
}

function withoutLength(address: string): string {
  return address.replace(/\/\d+$/, '');
}
