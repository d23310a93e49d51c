import { excerpt } from '../objects.ts';

/** What BusyBox wget found out. It exits with another code than 0 for every status but 2xx, so the code says nothing. */
export type HttpOutcome =
  | { readonly status: number }
  | { readonly error: 'name' | 'certificate' | 'refused' | 'timeout' | 'other'; readonly text: string };

/**
 * @param output what `wget -S` wrote, of both streams: the first status line is of the address that was asked, others
 *   are of redirections
 */
export function readHttpOutcome(output: string): HttpOutcome {
  const status = /HTTP\/\d(?:\.\d)? (\d{3})\b/.exec(output)?.[1];
  if (status !== undefined) return { status: Number(status) };
  const text = excerpt(output.trim().split('\n').at(-1) ?? '', 200);
  const error = ERRORS.find(([, form]) => form.test(output))?.[0] ?? 'other';
  return { error, text };
}

/**
 * Whether a status is the right one.
 *
 * @param expected undefined: any but an error of the server
 */
export function isWell(status: number, expected: number | undefined): boolean {
  return expected === undefined ? status < 500 : status === expected;
}

const ERRORS = [
  ['name', /bad address|name or service not known|temporary failure in name resolution|no such host/i],
  ['certificate', /certificate|ssl_client|TLS error/i],
  ['refused', /connection refused|network (is )?unreachable|no route to host|host is unreachable/i],
  ['timeout', /timed out|timeout/i],
] as const;
