import type { RequestOptions } from 'node:https';
import { PassThrough } from 'node:stream';
import type { KubeConfig } from '@kubernetes/client-node';
// Exec, which is made of it, cannot be interrupted.
import { WebSocketHandler } from '@kubernetes/client-node/dist/web-socket-handler.js';
import { z } from 'zod';
import { type Answer, answered, unanswered } from './answer.ts';
import { broken } from './broken.ts';

/** Where a program runs. */
export interface ContainerName {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

/** How a program in a container ended. */
export interface Execution {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** More than any answer that is asked for; what a program writes beyond it is left out, and the program is left. */
const MOST_BYTES = 1024 * 1024;

/** Which program is run, and how long it may take. */
export interface Run {
  readonly container: ContainerName;
  readonly command: readonly string[];

  /** Ends its connection. */
  readonly signal: AbortSignal;

  /** What the signal's time-out is, for the message. */
  readonly timeoutMs: number;
}

/**
 * Runs a program in a container, without any input.
 *
 * @param login what the kubeconfig makes of its credentials
 */
export async function execute(kubeConfig: KubeConfig, login: RequestOptions, run: Run): Promise<Answer<Execution>> {
  const { container, command, signal, timeoutMs } = run;
  const query = new URLSearchParams({ container: container.container, stdout: 'true', stderr: 'true' });
  for (const word of command) query.append('command', word);
  const path = `/api/v1/namespaces/${container.namespace}/pods/${container.pod}/exec?${query}`;
  const output = new Output(command[0]);
  try {
    const handler = new WebSocketHandler(loggedIn(kubeConfig, { ...login, signal }), undefined, unusedStreams());
    const socket = await handler.connect(path, null, (stream, data) => output.take(stream, data));
    socket.on('error', (error: Error) => output.end(broken(error, signal, timeoutMs)));
    socket.on('close', () =>
      output.end(unanswered('failed', 'The connection to the container ended before the program did.')),
    );
    const abort = () => output.end(broken(signal.reason, signal, timeoutMs));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    const answer = await output.ended;
    signal.removeEventListener('abort', abort);
    socket.terminate();
    return answer;
  } catch (error) {
    return refusal(error, container) ?? broken(error, signal, timeoutMs);
  }
}

/** The handler asks a kubeconfig for the options of its request; the credentials are known already. */
function loggedIn(kubeConfig: KubeConfig, options: RequestOptions): KubeConfig {
  const applyToHTTPSOptions: KubeConfig['applyToHTTPSOptions'] = async (target) => void Object.assign(target, options);
  return Object.create(kubeConfig, { applyToHTTPSOptions: { value: applyToHTTPSOptions } });
}

/** Without them the handler closes this process' own output when a container closes its. */
function unusedStreams() {
  return { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() };
}

/** What a program prints, and how it ends. The first end counts. */
class Output {
  readonly ended: Promise<Answer<Execution>>;
  readonly end: (answer: Answer<Execution>) => void;
  private readonly chunks: { readonly 1: Buffer[]; readonly 2: Buffer[] } = { 1: [], 2: [] };
  private length = 0;
  private readonly program: string | undefined;

  constructor(program: string | undefined) {
    this.program = program;
    const { promise, resolve } = Promise.withResolvers<Answer<Execution>>();
    this.ended = promise;
    this.end = resolve;
  }

  /** @returns whether to go on */
  take(stream: number, data: Buffer): boolean {
    if (stream === WebSocketHandler.StatusStream) {
      const exitCode = readExitCode(data.toString('utf8'));
      this.end(typeof exitCode === 'number' ? this.execution(exitCode) : exitCode);
    }
    if (stream !== 1 && stream !== 2) return true;
    this.chunks[stream].push(data);
    this.length += data.length;
    if (this.length < MOST_BYTES) return true;
    this.end(this.execution(0));
    return false;
  }

  private execution(exitCode: number): Answer<Execution> {
    // As runtimes say that there is no such program, or that it cannot be run.
    if (exitCode === 126 || exitCode === NO_PROGRAM) {
      return unanswered('no-program', `The container cannot run ${this.program}.`);
    }
    const text = (stream: 1 | 2) => Buffer.concat(this.chunks[stream]).toString('utf8');
    return answered({ stdout: text(1), stderr: text(2), exitCode });
  }
}

const Status = z.object({
  status: z.string().optional(),
  message: z.string().optional(),
  details: z
    .object({ causes: z.array(z.object({ reason: z.string().optional(), message: z.string().optional() })).optional() })
    .optional(),
});

/** @see https://github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/client-go/tools/remotecommand/v4.go */
function readExitCode(text: string): number | Answer<never> {
  const { status, message = '', details } = Status.safeParse(parse(text)).data ?? {};
  if (status === 'Success') return 0;
  const code = details?.causes?.find(({ reason }) => reason === 'ExitCode')?.message;
  // A kubelet that does not say it apart says it in words.
  const words = code ?? /exit (?:status|code) (\d+)\s*$/.exec(message)?.[1];
  if (words !== undefined) return Number(words);
  if (/executable file not found|no such file or directory/i.test(message)) return NO_PROGRAM;
  return unanswered('failed', `The program was not run: ${message.trim() || 'the kubelet gave no reason'}.`);
}

const NO_PROGRAM = 127;

/** The handshake's answer; of it the client says no more than its status. */
function refusal(error: unknown, { namespace }: ContainerName): Answer<never> | undefined {
  const status = /Unexpected server response: (\d+)/.exec(String(Object(error).message))?.[1];
  switch (status) {
    case undefined:
      return undefined;
    case '401':
      return unanswered('unauthorized', 'The API server does not accept the credentials: they are wrong, or expired.');
    case '403':
      return unanswered('forbidden', `The permission is missing: get and create pods/exec in namespace ${namespace}.`);
    case '404':
      return unanswered('not-found', 'The pod is no longer there.');
    default:
      return unanswered('failed', `The API server could not reach the node of the pod: it answered ${status}.`);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
