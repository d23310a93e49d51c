import { PassThrough } from 'node:stream';
import type { KubeConfig } from '@kubernetes/client-node';
// Its Exec closes this process' own output when a container closes its, and cannot be interrupted.
import { WebSocketHandler } from '@kubernetes/client-node/dist/web-socket-handler.js';
import { z } from 'zod';
import { type Answer, answered, unanswered } from './answer.ts';
import { broken, type ContainerName } from './kubernetes-api.ts';

/** How a program in a container ended. */
export interface Execution {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** More than any answer that is asked for; what a program writes beyond it is left out, and the program is left. */
const MOST_BYTES = 1024 * 1024;

/** Runs a program in a container. It gets no input, and its connection ends with the signal at the latest. */
export async function execute(
  kubeConfig: KubeConfig,
  { namespace, pod, container }: ContainerName,
  command: readonly string[],
  signal: AbortSignal,
  timeoutMs: number,
): Promise<Answer<Execution>> {
  const output = { 1: new Collected(), 2: new Collected() };
  const { promise: ended, resolve: end } = Promise.withResolvers<Answer<Execution>>();
  const query = new URLSearchParams({ container, stdout: 'true', stderr: 'true' });
  for (const word of command) query.append('command', word);
  const execution = (exitCode: number) =>
    answered({ stdout: output[1].toString(), stderr: output[2].toString(), exitCode });

  const onMessage = (stream: number, data: Buffer) => {
    if (stream === WebSocketHandler.StatusStream) end(readStatus(data.toString('utf8'), execution));
    if (stream !== 1 && stream !== 2) return true;
    const hasRoom = output[stream].add(data);
    if (!hasRoom) end(execution(0));
    return hasRoom;
  };
  try {
    const path = `/api/v1/namespaces/${namespace}/pods/${pod}/exec?${query}`;
    const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() };
    const handler = new WebSocketHandler(withSignal(kubeConfig, signal), undefined, streams);
    const socket = await handler.connect(path, null, onMessage);
    socket.on('error', (error: Error) => end(broken(error, signal, timeoutMs)));
    socket.on('close', () =>
      end(unanswered('failed', 'The connection to the container ended before the program did.')),
    );
    const abort = () => {
      socket.terminate();
      end(broken(signal.reason, signal, timeoutMs));
    };
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    const answer = await ended;
    signal.removeEventListener('abort', abort);
    socket.terminate();
    return answer;
  } catch (error) {
    return refusal(error, `get and create pods/exec in namespace ${namespace}`) ?? broken(error, signal, timeoutMs);
  }
}

class Collected {
  private readonly chunks: Buffer[] = [];
  private length = 0;

  /** @returns whether there is room for more */
  add(data: Buffer): boolean {
    this.chunks.push(data);
    this.length += data.length;
    return this.length < MOST_BYTES;
  }

  toString(): string {
    return Buffer.concat(this.chunks).toString('utf8');
  }
}

/** The handler offers no other way to end a connection that is not made yet. */
function withSignal(kubeConfig: KubeConfig, signal: AbortSignal): KubeConfig {
  const applyToHTTPSOptions: KubeConfig['applyToHTTPSOptions'] = async (options) => {
    await kubeConfig.applyToHTTPSOptions(options);
    Object.assign(options, { signal });
  };
  return Object.create(kubeConfig, { applyToHTTPSOptions: { value: applyToHTTPSOptions } });
}

const Status = z.object({
  status: z.string().optional(),
  message: z.string().optional(),
  details: z
    .object({ causes: z.array(z.object({ reason: z.string().optional(), message: z.string().optional() })).optional() })
    .optional(),
});

/** @see https://github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/client-go/tools/remotecommand/v4.go */
function readStatus(text: string, execution: (exitCode: number) => Answer<Execution>): Answer<Execution> {
  const { status, message = '', details } = Status.safeParse(parse(text)).data ?? {};
  if (status === 'Success') return execution(0);
  const code = details?.causes?.find(({ reason }) => reason === 'ExitCode')?.message;
  if (code !== undefined) return execution(Number(code));
  // A kubelet that does not say it apart says it in words.
  const words = /exit (?:status|code) (\d+)\s*$/.exec(message)?.[1];
  if (words !== undefined) return execution(Number(words));
  return /executable file not found|no such file or directory/i.test(message)
    ? unanswered('no-program', 'The container has no such program.')
    : unanswered('failed', `The program was not run: ${message.trim() || 'the kubelet gave no reason'}.`);
}

/** The handshake's answer; of it the client says no more than its status. */
function refusal(error: unknown, permission: string): Answer<never> | undefined {
  const status = /Unexpected server response: (\d+)/.exec(String(Object(error).message))?.[1];
  switch (status) {
    case undefined:
      return undefined;
    case '401':
      return unanswered('unauthorized', 'The API server does not accept the credentials: they are wrong, or expired.');
    case '403':
      return unanswered('forbidden', `The permission is missing: ${permission}.`);
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
