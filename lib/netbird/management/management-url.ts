import { type HttpsUrl, parseHttpsUrl } from '../../network/https-url.ts';

/**
 * The management server as one may send it an access token: over `http:` that would be read on the way. On this machine,
 * at the end of a tunnel, there is no way.
 *
 * @throws InvalidValue
 */
export function parseManagementUrl(value: unknown): HttpsUrl {
  return parseHttpsUrl(value, undefined, (host) => host === 'localhost' || host === '127.0.0.1' || host === '[::1]');
}
