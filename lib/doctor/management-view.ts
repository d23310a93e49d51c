import type { Group, Peer, Route } from '../netbird/management/answers.ts';
import { ApiToken, TOKEN_VARIABLE } from '../netbird/management/api-token.ts';
import { ManagementClient } from '../netbird/management/management-client.ts';
import { ManagementError, type ManagementProblem } from '../netbird/management/management-error.ts';
import { type Answer, answered, type FailureKind } from './cluster/answer.ts';

/** What NetBird's management server knows. It is asked once for each. */
export interface ManagementView {
  peers(): Promise<Answer<readonly Peer[]>>;
  routes(): Promise<Answer<readonly Route[]>>;
  groups(): Promise<Answer<readonly Group[]>>;

  /** Of the server. */
  version(): Promise<Answer<string>>;
}

/**
 * The view of whoever the token belongs to.
 *
 * @param tokenFile undefined: the token of the environment
 * @returns undefined when no token is given
 * @throws ManagementError for a token that is none
 */
export function viewManagement(
  url: string,
  tokenFile: string | undefined,
  { timeoutMs, interruption }: { readonly timeoutMs: number; readonly interruption: AbortSignal },
): ManagementView | undefined {
  const isGiven = [tokenFile, process.env[TOKEN_VARIABLE], process.env[`${TOKEN_VARIABLE}_FILE`]].some(
    (one) => one !== undefined,
  );
  if (!isGiven) return undefined;
  const token = ApiToken.find(tokenFile, process.env);
  const client = new ManagementClient(url, token, { timeout: timeoutMs, attempts: 2 });
  return {
    peers: once(() => client.peers(), interruption),
    routes: once(() => client.routes(), interruption),
    groups: once(() => client.groups(), interruption),
    version: once(() => client.version(), interruption),
  };
}

function once<T>(ask: () => Promise<T>, interruption: AbortSignal): () => Promise<Answer<T>> {
  let answer: Promise<Answer<T>> | undefined;
  return () => {
    answer ??= Promise.race([attempt(ask), interrupted<T>(interruption)]);
    return answer;
  };
}

async function attempt<T>(ask: () => Promise<T>): Promise<Answer<T>> {
  try {
    return answered(await ask());
  } catch (error) {
    if (!(error instanceof ManagementError)) throw error;
    return {
      ok: false,
      failure: { kind: KINDS[error.problem] ?? 'failed', message: error.reason, remedy: error.remedy },
    };
  }
}

const KINDS: Partial<Record<ManagementProblem, FailureKind>> = {
  token: 'unauthorized',
  forbidden: 'forbidden',
  certificate: 'unreachable',
  unreachable: 'unreachable',
  'not-found': 'not-found',
  'not-the-api': 'unintelligible',
};

function interrupted<T>(interruption: AbortSignal): Promise<Answer<T>> {
  return new Promise((resolve) => {
    const end = () => resolve({ ok: false, failure: { kind: 'interrupted', message: 'It was interrupted.' } });
    interruption.addEventListener('abort', end, { once: true });
  });
}
