import { InvalidValue } from '../refusal/invalid-value.ts';
import type { Branded } from './branded.ts';

/** The address of a server: `https://host` or `https://host:port`, without anything behind it. */
export type HttpsUrl = Branded<'HttpsUrl'>;

/**
 * @param value a slash at the end and the default port are dropped. Refused: user names and passwords, a path, a query,
 *   a fragment.
 * @param allowHttp says for a host whether `http:` will do; for all others, and without it for all, it is refused
 * @throws InvalidValue
 */
export function parseHttpsUrl(value: unknown, allowHttp?: (host: string) => boolean): HttpsUrl {
  const isAddress = typeof value === 'string' && /^https?:\/\/[^\s?#]+$/.test(value);
  const url = isAddress ? URL.parse(value) : null;
  if (url === null) {
    throw new InvalidValue('It is not an https URL.', 'Write, for example, "https://netbird.example.org".', {
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
