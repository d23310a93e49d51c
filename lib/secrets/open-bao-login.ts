import { isIP } from 'node:net';
import { Cidr } from '../network/cidr.ts';
import { parseHttpsUrl } from '../network/https-url.ts';
import { InvalidValue } from '../refusal/invalid-value.ts';
import type { PropsReview } from '../refusal/props-review.ts';

/** How one gets into OpenBao or Vault, by its Kubernetes auth method. */
export interface OpenBaoLogin {
  /**
   * `https://host[:port]`; `http:` only for a Service of the cluster (`….svc` or `….svc.<cluster domain>`). Refused: an
   * address behind the tunnel, which is not there before the value is.
   */
  readonly address: string;

  /** The role of the Kubernetes auth method that is bound to the pod's ServiceAccount. */
  readonly role: string;

  /**
   * The namespace in OpenBao or Vault Enterprise: `team/networking`.
   *
   * @default its root namespace
   */
  readonly namespace?: string;

  /**
   * Where the Kubernetes auth method is mounted.
   *
   * @default 'kubernetes'
   */
  readonly authMount?: string;

  /**
   * The audience of the token that is shown to it, where the role asks for one.
   *
   * @default the audience of the API server
   */
  readonly audience?: string;
}

/** The path of a mount, or of something below one. */
const PATH = /^[\w.-]+(\/[\w.-]+)*$/;

export function reviewLogin(
  { address, role, namespace, authMount, audience }: OpenBaoLogin,
  review: PropsReview,
  field: string,
  behindTunnel: readonly Cidr[],
): void {
  review.tryParse(`${field}.address`, address, (value) => parseAddress(value, behindTunnel));
  review.tryParse(`${field}.role`, role, parseRole);
  review.parseOptional(`${field}.namespace`, namespace, (value) => parsePath(value, 'a namespace', 'team/networking'));
  review.parseOptional(`${field}.authMount`, authMount, (value) => parsePath(value, 'a mount', 'kubernetes'));
  review.parseOptional(`${field}.audience`, audience, parseAudience);
}

/**
 * @param thing what it should be, with its article
 * @param example what to write, for example
 * @throws InvalidValue
 */
export function parsePath(value: unknown, thing: string, example: string): string {
  if (typeof value !== 'string' || !PATH.test(value)) {
    throw new InvalidValue(`It is not the path of ${thing}.`, `Write, for example, "${example}".`);
  }
  return value;
}

function parseAddress(value: unknown, behindTunnel: readonly Cidr[]): string {
  const url = parseHttpsUrl(value, (host) => /\.svc(\.|$)/.test(host));
  const { hostname } = new URL(url);
  const network =
    isIP(hostname) === 4 ? behindTunnel.find((one) => one.contains(Cidr.parse(`${hostname}/32`))) : undefined;
  if (network !== undefined) {
    throw new InvalidValue(
      `It is in ${network}, to which this peer makes the way: the peer would wait for the store, and the store for the peer.`,
      'Write the name of a Service of the cluster, or another address that is reached without the tunnel.',
    );
  }
  return url;
}

function parseRole(value: unknown): string {
  if (typeof value !== 'string' || !/^[\w.-]+$/.test(value)) {
    throw new InvalidValue('It is not the name of a role.', 'Write, for example, "netbird".');
  }
  return value;
}

function parseAudience(value: unknown): string {
  if (typeof value !== 'string' || !/^[^\s,]+$/.test(value)) {
    throw new InvalidValue('It is not an audience.', 'Write, for example, "openbao".');
  }
  return value;
}
