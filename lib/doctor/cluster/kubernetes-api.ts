import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import { setTimeout } from 'node:timers/promises';
import type { KubeConfig } from '@kubernetes/client-node';
import { z } from 'zod';
import { excerpt } from '../objects.ts';
import { type Answer, answered, unanswered } from './answer.ts';
import { broken, sentence } from './broken.ts';
import { type ContainerName, type Execution, execute } from './execute.ts';

/** One thing to read. */
export interface Reading {
  /** Path and query: `/api/v1/namespaces/netbird/pods/netbird-peer-0`. */
  readonly path: string;

  /** What one must be allowed to do, for the message of a refusal: `get pods in namespace netbird`. */
  readonly permission: string;
}

const RETRY_MS = 500;

/** More than any object, list or tail of a log that is asked for. */
const MOST_BYTES = 16 * 1024 * 1024;

/** The API server of a cluster, read only: every request is a GET. The same question is asked once. */
export class KubernetesApi {
  private readonly kubeConfig: KubeConfig;
  private readonly timeoutMs: number;
  private readonly interruption: AbortSignal;
  private readonly readings = new Map<string, Promise<Answer<string>>>();
  private readonly executions = new Map<string, Promise<Answer<Execution>>>();
  private login: Promise<RequestOptions> | undefined;

  /**
   * @param timeoutMs for each question
   * @param interruption ends all that is under way
   */
  constructor(kubeConfig: KubeConfig, { timeoutMs, interruption }: { timeoutMs: number; interruption: AbortSignal }) {
    this.kubeConfig = kubeConfig;
    this.timeoutMs = timeoutMs;
    this.interruption = interruption;
  }

  async readJson<T>(reading: Reading, shape: z.ZodType<T>): Promise<Answer<T>> {
    const text = await this.readText(reading);
    if (!text.ok) return text;
    const parsed = shape.safeParse(parseJson(text.value));
    if (parsed.success) return answered(parsed.data);
    const [issue] = parsed.error.issues;
    const where = issue === undefined || issue.path.length === 0 ? 'the answer' : issue.path.join('.');
    return unanswered(
      'unintelligible',
      `The answer of the API server was not understood: ${where} is not as expected.`,
    );
  }

  /** Whether it answers at all, and accepts the credentials. */
  version(): Promise<Answer<{ readonly gitVersion: string }>> {
    return this.readJson({ path: '/version', permission: 'get /version' }, z.object({ gitVersion: z.string() }));
  }

  readText(reading: Reading): Promise<Answer<string>> {
    const known = this.readings.get(reading.path) ?? this.ask(reading);
    this.readings.set(reading.path, known);
    return known;
  }

  execute(container: ContainerName, command: readonly string[]): Promise<Answer<Execution>> {
    const key = JSON.stringify([container, command]);
    const known = this.executions.get(key) ?? this.start(container, command);
    this.executions.set(key, known);
    return known;
  }

  private async start(container: ContainerName, command: readonly string[]): Promise<Answer<Execution>> {
    const signal = this.deadline();
    try {
      const login = await unlessAborted(this.logIn(), signal);
      return await execute(this.kubeConfig, login, { container, command, signal, timeoutMs: this.timeoutMs });
    } catch (error) {
      return broken(error, signal, this.timeoutMs);
    }
  }

  private async ask({ path, permission }: Reading): Promise<Answer<string>> {
    const signal = this.deadline();
    try {
      const options = await unlessAborted(this.logIn(), signal);
      const url = `${this.kubeConfig.getCurrentCluster()?.server ?? ''}${path}`;
      for (;;) {
        const { status, text } = await get(url, options, signal);
        // It is busy, and says to come again.
        if (status === 429) await setTimeout(RETRY_MS, undefined, { signal });
        else return status === 200 ? answered(text) : refusal(status, text, permission);
      }
    } catch (error) {
      return broken(error, signal, this.timeoutMs);
    }
  }

  /** Once for all questions: a credential plugin may take its time, or ask a person. */
  private logIn(): Promise<RequestOptions> {
    this.login ??= (async () => {
      const options: RequestOptions = {};
      await this.kubeConfig.applyToHTTPSOptions(options);
      return options;
    })();
    return this.login;
  }

  private deadline(): AbortSignal {
    return AbortSignal.any([this.interruption, AbortSignal.timeout(this.timeoutMs)]);
  }
}

/** Rejects as soon as the signal says so: a credential plugin that hangs cannot be ended from here. */
function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    promise.then(resolve, reject);
  });
}

function get(url: string, options: RequestOptions, signal: AbortSignal): Promise<{ status: number; text: string }> {
  const request = url.startsWith('http:') ? httpRequest : httpsRequest;
  const headers = { ...Object(options.headers), accept: 'application/json, */*' };
  return new Promise((resolve, reject) => {
    request(url, { ...options, headers, signal }, (response) => {
      readAll(response).then((text) => resolve({ status: response.statusCode ?? 0, text }), reject);
    })
      .on('error', reject)
      .end();
  });
}

async function readAll(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > MOST_BYTES) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}

const Status = z.looseObject({ message: z.string().optional() });

function refusal(status: number, text: string, permission: string) {
  const message = Status.safeParse(parseJson(text)).data?.message ?? excerpt(text, 200);
  if (status === 401) {
    return unanswered('unauthorized', 'The API server does not accept the credentials: they are wrong, or expired.');
  }
  if (status === 403) return unanswered('forbidden', `The permission is missing: ${permission}.`);
  if (status === 404) return unanswered('not-found', sentence(message || 'There is no such object.'));
  return unanswered('failed', sentence(`The API server answered ${status}: ${message}`));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
