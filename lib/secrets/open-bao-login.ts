import type { Cidr } from '../network/cidr.ts';
import { isHostIn, parseHttpsUrl } from '../network/https-url.ts';
import { InvalidValue } from '../refusal/invalid-value.ts';
import type { SourceReview } from './secret-source.ts';

/** How one gets into OpenBao or Vault, by its Kubernetes auth method. */
export interface OpenBaoLogin {
  /**
   * `https://host[:port]`; `http:` only for a Service of the cluster (`….svc` or `….svc.<cluster domain>`). Refused: an
   * address of the mesh, to which no way leads before the value is there.
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
  { address, role, namespace, authMount, audience }: Partial<OpenBaoLogin>,
  { review, field, kind, overlays }: SourceReview,
): void {
  review.tryParse(`${field}.address`, address, (value) => parseAddress(value, overlays));
  review.tryParse(`${field}.role`, role, parseRole, kind.example.path);
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

/** As it is rendered, once it was checked: without a slash at the end. */
export function normalAddress(address: string): string {
  return new URL(address).origin;
}

function parseAddress(value: unknown, overlays: readonly Cidr[]): string {
  const url = parseHttpsUrl(value, 'https://openbao.example.org', (host) => /\.svc(\.|$)/.test(host));
  const overlay = overlays.find((one) => isHostIn(url, one));
  if (overlay !== undefined) {
    throw new InvalidValue(
      `It is an address of the mesh, ${overlay}, and no way leads there before the secret is fetched from it.`,
      'Write the name of a Service of the cluster, or another address that is reached without the tunnel.',
    );
  }
  return url;
}

function parseRole(value: unknown, example = 'netbird'): string {
  if (typeof value !== 'string' || !/^[\w.-]+$/.test(value)) {
    throw new InvalidValue('It is not the name of a role.', `Write, for example, "${example}".`);
  }
  return value;
}

function parseAudience(value: unknown): string {
  if (typeof value !== 'string' || !/^[^\s,]+$/.test(value)) {
    throw new InvalidValue('It is not an audience.', 'Write, for example, "openbao".');
  }
  return value;
}
