import { isIP } from 'node:net';
import { InvalidValue } from '../refusal/invalid-value.ts';
import type { Branded } from './branded.ts';
import { Cidr } from './cidr.ts';

/** The address of a server: `https://host` or `https://host:port`, without anything behind it. */
export type HttpsUrl = Branded<'HttpsUrl'>;

/**
 * @param value a slash at the end and the default port are dropped. Refused: user names and passwords, a path, a query,
 *   a fragment.
 * @param example what to write instead
 * @param allowHttp says for a host whether `http:` will do; for all others, and without it for all, it is refused
 * @throws InvalidValue
 */
export function parseHttpsUrl(
  value: unknown,
  example = 'https://netbird.example.org',
  allowHttp?: (host: string) => boolean,
): HttpsUrl {
  const isAddress = typeof value === 'string' && /^https?:\/\/[^\s?#]+$/.test(value);
  const url = isAddress ? URL.parse(value) : null;
  // URL takes what no server is called: https://${host}.
  if (url === null || !/^[\w.:[\]-]+$/.test(url.hostname)) {
    throw new InvalidValue('It is not an https URL.', `Write, for example, "${example}".`, {
      mayShowValue: !/[@?#]/.test(String(value)),
    });
  }

  const origin = `${url.protocol}//${url.host}`;
  if (String(value).includes('@')) {
    throw new InvalidValue('A password in a URL ends up in Git.', `Write "${origin}".`, { mayShowValue: false });
  }
  if (url.pathname !== '/') {
    throw new InvalidValue('Only scheme, host and port of it are used.', `Write "${origin}".`);
  }
  if (url.protocol === 'http:' && allowHttp?.(url.hostname) !== true) {
    throw new InvalidValue('Keys would travel unencrypted over http.', `Write "https://${url.host}".`);
  }
  return origin as HttpsUrl;
}

/** Whether the host of a URL is written as an IPv4 address of a network. A name is not looked up. */
export function isHostIn(url: string, network: Cidr): boolean {
  const { hostname } = new URL(url);
  return isIP(hostname) === 4 && network.contains(Cidr.parse(`${hostname}/32`));
}
