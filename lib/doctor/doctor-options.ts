import { isIPv4 } from 'node:net';
import { parseArgs } from 'node:util';
import { parseDnsSubdomain } from '../network/dns-subdomain.ts';
import { InvalidValue } from '../refusal/invalid-value.ts';
import type { PeerChoice } from './read-site.ts';

/** What the doctor is told besides what the objects say. */
export interface DoctorOptions extends PeerChoice {
  /** Of the kubeconfig; undefined: the current one. */
  readonly context?: string;

  /** The IPv4 address of the Gateway; undefined: that of the cluster's Gateways, where there is one in the networks. */
  readonly gateway?: string;

  /** The Host header of the request to the Gateway. */
  readonly host?: string;

  /** The status that the Gateway answers; undefined: whatever it answers proves that it is there. */
  readonly expect?: number;

  /** The file with a personal access token of NetBird; undefined: that of the environment, if there is one. */
  readonly tokenFile?: string;

  /** Where ssh reaches the far side: `root@203.0.113.10`. */
  readonly farSide?: string;

  /** The container of the agent on the far side. */
  readonly farSideContainer: string;

  readonly json: boolean;

  /** For each question. */
  readonly timeoutMs: number;
}

/** @throws InvalidValue, or the TypeError of parseArgs */
export function parseOptions(args: readonly string[]): DoctorOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      context: { type: 'string' },
      peer: { type: 'string' },
      cluster: { type: 'string' },
      replica: { type: 'string', default: '0' },
      gateway: { type: 'string' },
      host: { type: 'string' },
      expect: { type: 'string' },
      'token-file': { type: 'string' },
      'far-side': { type: 'string' },
      'far-side-container': { type: 'string', default: 'netbird-agent' },
      timeout: { type: 'string', default: '15' },
      json: { type: 'boolean', default: false },
    },
  });
  const { context, peer, cluster, json } = values;
  return {
    context,
    peer,
    cluster,
    replica: number('--replica', values.replica, 0, 99),
    gateway: optional(values.gateway, parseGateway),
    host: optional(values.host, parseHost),
    expect: optional(values.expect, (value) => number('--expect', value, 100, 599, 'an HTTP status, ')),
    tokenFile: values['token-file'],
    farSide: optional(values['far-side'], parseFarSide),
    farSideContainer: parseContainer(values['far-side-container']),
    timeoutMs: 1000 * number('--timeout', values.timeout, 1, 300),
    json,
  };
}

function optional<T>(value: string | undefined, parse: (value: string) => T): T | undefined {
  return value === undefined ? undefined : parse(value);
}

function number(option: string, value: string, least: number, most: number, meaning = ''): number {
  if (/^\d{1,3}$/.test(value) && Number(value) >= least && Number(value) <= most) return Number(value);
  throw new InvalidValue(
    `${option} ${value}: It is not ${meaning}a whole number from ${least} to ${most}.`,
    'Write one.',
  );
}

function parseGateway(value: string): string {
  if (isIPv4(value)) return value;
  throw new InvalidValue(`--gateway ${value}: It is not an IPv4 address.`, 'Write, for example, 192.168.1.220.');
}

function parseHost(value: string): string {
  try {
    return parseDnsSubdomain(value);
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    throw new InvalidValue(
      `--host ${value}: It is not the name of a host, in lower case and without scheme, port or path.`,
      'Write, for example, grafana.example.org.',
    );
  }
}

/** What ssh and the shell behind it would take for an option or a command is refused. */
function parseFarSide(value: string): string {
  const destination = /^ssh:((?:[A-Za-z0-9._][\w.-]*@)?[A-Za-z0-9][\w.:-]*)$/.exec(value)?.[1];
  if (destination !== undefined) return destination;
  throw new InvalidValue(
    `--far-side ${value}: It is not ssh: and a host.`,
    'Write, for example, ssh:root@203.0.113.10.',
  );
}

function parseContainer(value: string): string {
  if (/^[A-Za-z0-9][\w.-]*$/.test(value)) return value;
  throw new InvalidValue(
    `--far-side-container ${value}: It is not the name of a container.`,
    'Write, for example, netbird-agent.',
  );
}
