import { setTimeout as wait } from 'node:timers/promises';
import type { AnswerCheck } from './answers.ts';
import type { ApiToken } from './api-token.ts';
import { ManagementError } from './management-error.ts';

export interface RequestOptions {
  readonly url: string;
  readonly token: ApiToken;
  readonly patience: Patience;
}

/** How long, and how often, an answer is waited for. */
export interface Patience {
  /** For one answer, to its last byte; in milliseconds. */
  readonly timeout: number;

  /** How often a request is sent at most. */
  readonly attempts: number;

  /** How long to wait before the second attempt, in milliseconds; twice as long before each further one. */
  readonly backoff: number;

  /** Longer than this is waited for no attempt, whatever `Retry-After` asks for; in milliseconds. */
  readonly longestWait: number;
}

export const PATIENCE: Patience = { timeout: 15_000, attempts: 5, backoff: 500, longestWait: 30_000 };

export interface ApiRequest<T> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** `/api/routes` */
  readonly path: string;
  readonly body?: object;
  readonly check: AnswerCheck<T>;
}

/**
 * Sends one request, again where that helps and does no harm: after 429 and, for what may be done twice, after 5xx and
 * broken connections. Never after another 4xx.
 *
 * @throws ManagementError
 */
export async function sendRequest<T>(request: ApiRequest<T>, options: RequestOptions): Promise<T> {
  const { attempts, backoff, longestWait } = options.patience;
  for (let attempt = 1; ; attempt++) {
    const outcome = await sendOnce(request, options);
    if ('answer' in outcome) return outcome.answer;
    if (!outcome.mayTryAgain || attempt >= attempts) throw outcome.error;
    // Half of it by chance, so that clients that were turned away together do not come back together.
    const pause = backoff * 2 ** (attempt - 1) * (0.5 + Math.random() / 2);
    await wait(Math.min(Math.max(pause, outcome.retryAfter ?? 0), longestWait));
  }
}

type Outcome<T> =
  | { readonly answer: T }
  | { readonly error: ManagementError; readonly mayTryAgain: boolean; readonly retryAfter?: number };

async function sendOnce<T>(request: ApiRequest<T>, { url, token, patience }: RequestOptions): Promise<Outcome<T>> {
  const { method, path, body, check } = request;
  // A POST that was carried out twice makes two routes: whoever sends it must look again first.
  const isRepeatable = method !== 'POST';
  let response: Response;
  let text: string;
  try {
    response = await fetch(new URL(path, url), {
      method,
      headers: {
        Authorization: token.authorization(),
        Accept: 'application/json',
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      // Whoever is redirected takes the token along.
      redirect: 'manual',
      signal: AbortSignal.timeout(patience.timeout),
    });
    text = await response.text();
  } catch (error) {
    const failure = connectionError(error, url, patience, !isRepeatable);
    return { error: failure, mayTryAgain: isRepeatable && failure.problem !== 'certificate' };
  }

  const { status } = response;
  if (status === 200) {
    const answer = check(parseJson(text));
    if (answer !== undefined) return { answer };
    return { error: notTheApi(response, path, url), mayTryAgain: false };
  }
  if (status === 429) {
    const error = new ManagementError(
      'busy',
      `${url} says that it is asked too often (429).`,
      'Wait a few minutes; the next run goes on where this one stopped.',
    );
    return { error, mayTryAgain: true, retryAfter: retryAfter(response) };
  }
  if (status >= 500) {
    const error = new ManagementError(
      'busy',
      `${url} failed (${status}) at ${method} ${path}.`,
      'Look at the log of the management server, and of what stands before it; the next run tries again.',
      { mayHaveHappened: !isRepeatable },
    );
    return { error, mayTryAgain: isRepeatable, retryAfter: retryAfter(response) };
  }
  return { error: refusal(response, text, request, { url, token }), mayTryAgain: false };
}

function refusal(
  response: Response,
  text: string,
  { method, path }: ApiRequest<unknown>,
  { url, token }: Pick<RequestOptions, 'url' | 'token'>,
): ManagementError {
  const { status } = response;
  if (status >= 300 && status < 400) return redirected(response, url);
  const message = messageIn(text);
  if (status === 401) {
    return new ManagementError(
      'token',
      `${url} does not accept the API token of ${token.source} (401).`,
      "Its time has run out, it was deleted, or it is another server's: make a new personal access token in NetBird, and write it there.",
    );
  }
  if (status === 403) {
    return new ManagementError(
      'forbidden',
      `The API token of ${token.source} may not ${method === 'GET' ? 'read' : 'change'} ${path} (403).`,
      'Give the service user that it belongs to the role "admin" or "network_admin" in NetBird.',
    );
  }
  // The lists that are read are always there; a single route may be gone.
  const isList = method === 'GET' && !path.startsWith('/api/routes/');
  if (message === undefined || (status === 404 && isList)) return notTheApi(response, path, url);
  if (status === 404) {
    return new ManagementError('not-found', `${path} is not there: ${message}.`, 'Look at it in NetBird.');
  }
  if (status === 409) {
    return new ManagementError(
      'conflict',
      `NetBird refuses ${method} ${path} (409): ${message}.`,
      'Another route for the same network has the same peer, by one of its groups: delete that in NetBird, or leave this one out.',
    );
  }
  return new ManagementError(
    'refused',
    `NetBird refuses ${method} ${path} (${status}): ${message}.`,
    'Correct what the message names; the values come from main.ts.',
  );
}

function redirected(response: Response, url: string): ManagementError {
  const target = URL.parse(response.headers.get('location') ?? '', url);
  const origin = new URL(url).origin;
  const reason = `${url} redirects to ${target === null ? 'an unknown place' : target.origin}; the API token does not go there.`;
  return target === null || target.origin === origin
    ? new ManagementError('redirect', reason, 'A login stands before the API there: let /api pass by it.')
    : new ManagementError('redirect', reason, `If that is the management server, write ${target.origin} as its URL.`);
}

function notTheApi(response: Response, path: string, url: string): ManagementError {
  const type = response.headers.get('content-type')?.split(';')[0] ?? 'nothing readable';
  const what = type === 'text/html' ? 'a web page' : type;
  return new ManagementError(
    'not-the-api',
    `${url}${path} answers ${response.status} with ${what === 'application/json' ? 'JSON of another shape' : what}, not as NetBird's API does.`,
    'Write the URL of the management server, scheme and host only: the API is below /api there, and there is no /api/v1.',
  );
}

/** The codes of Node's TLS for a certificate that is not trusted. */
const UNTRUSTED = /SELF_SIGNED|UNABLE_TO_|CERT_|ERR_TLS_CERT/;

function connectionError(error: unknown, url: string, patience: Patience, mayHaveHappened: boolean): ManagementError {
  if (error instanceof Error && error.name === 'TimeoutError') {
    return new ManagementError(
      'busy',
      `${url} did not answer within ${patience.timeout / 1000} s.`,
      'Look whether the management server is overloaded, or something on the way swallows the connection.',
      { mayHaveHappened },
    );
  }
  const code = codeOf(error);
  if (code !== undefined && UNTRUSTED.test(code)) {
    return new ManagementError(
      'certificate',
      `The certificate of ${url} is not trusted (${code}).`,
      'If an authority of your own signed it, name its certificate in NODE_EXTRA_CA_CERTS, or by the prop caCertificate.',
    );
  }
  return new ManagementError(
    'unreachable',
    `${url} cannot be reached (${code ?? 'the connection broke'}).`,
    remedyFor(code),
    { mayHaveHappened: mayHaveHappened && code !== 'ECONNREFUSED' && code !== 'ENOTFOUND' },
  );
}

function remedyFor(code: string | undefined): string {
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'Its name is unknown here: look at the URL, and at the DNS of this machine.';
    case 'ECONNREFUSED':
      return 'Nothing listens there: look at the URL, and whether the management server runs.';
    default:
      return 'Look whether the management server runs, and what stands on the way to it.';
  }
}

/** `fetch` hides the reason: it is the cause of its error, or one of several causes. */
function codeOf(error: unknown): string | undefined {
  const { code, cause, errors } = Object(error);
  if (typeof code === 'string') return code;
  if (Array.isArray(errors)) return errors.map(codeOf).find((found) => found !== undefined);
  return cause === undefined ? undefined : codeOf(cause);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Of an error as NetBird writes it: `{"message": "…", "code": 422}`. */
function messageIn(text: string): string | undefined {
  const { message } = Object(parseJson(text));
  return typeof message === 'string' ? message.slice(0, 300).replace(/\.$/, '') : undefined;
}

/** In milliseconds; the header has seconds, or a date. */
function retryAfter(response: Response): number | undefined {
  const header = response.headers.get('retry-after');
  if (header === null) return undefined;
  const milliseconds = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}
