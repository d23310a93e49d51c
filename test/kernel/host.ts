import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Outcome } from '../support/repository.ts';
import { type Namespaces, PATH } from './machine.ts';

/** What a host's process can do. */
export type Call =
  | { readonly name: 'listen'; readonly address: string }
  | { readonly name: 'send'; readonly text: string; readonly from: string; readonly to: string }
  /** The address that a datagram came from; undefined when it does not come. */
  | { readonly name: 'source'; readonly text: string }
  /** The text of a datagram that was answered; undefined when no answer comes. */
  | { readonly name: 'answer'; readonly text: string };

export interface Message {
  readonly id: number;
  readonly call: Call;
}

/** With id 0, that the process has started. */
export interface Reply {
  readonly id: number;
  readonly result?: string;
}

/** A network namespace, held by a process that runs `host-program.ts` in it. */
export class Host {
  private readonly child: ChildProcess;
  private readonly enter: readonly string[];
  private readonly waiting = new Map<number, PromiseWithResolvers<string | undefined>>();
  private calls = 0;

  private constructor(child: ChildProcess, namespaces: Namespaces) {
    this.child = child;
    this.enter = ['nsenter', '--target', String(child.pid), ...namespaces.enter];
    child.on('message', ({ id, result }: Reply) => this.waiting.get(id)?.resolve(result));
    child.on('error', (error) => this.fail(error));
    child.on('exit', (status) => this.fail(new Error(`A host of the test network ended with status ${status}.`)));
  }

  /** @param beside a host with whose user namespace it shares its own, so that the two can be connected */
  static async start(namespaces: Namespaces, beside?: Host): Promise<Host> {
    const launcher = beside ? [...beside.enter, 'unshare', '--net'] : ['unshare', ...namespaces.make];
    // Each of these becomes the next, so that the process started is the one in the namespace.
    const [program = '', ...args] = [...launcher, process.execPath, join(import.meta.dirname, 'host-program.ts')];
    const child = spawn(program, args, { env: { PATH }, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    const host = new Host(child, namespaces);
    await host.reply(0);
    return host;
  }

  get pid(): number {
    return this.child.pid as number;
  }

  ask(call: Call): Promise<string | undefined> {
    const id = ++this.calls;
    this.child.send({ id, call } satisfies Message);
    return this.reply(id);
  }

  /** Runs a command on the host. */
  run(command: readonly string[], input?: string): Outcome {
    const [program = '', ...args] = [...this.enter, '--net', ...command];
    return spawnSync(program, args, { env: { PATH }, encoding: 'utf8', input });
  }

  stop(): void {
    if (this.child.connected) this.child.disconnect();
  }

  private reply(id: number): Promise<string | undefined> {
    const reply = Promise.withResolvers<string | undefined>();
    this.waiting.set(id, reply);
    return reply.promise;
  }

  private fail(error: Error): void {
    for (const { reject } of this.waiting.values()) reject(error);
  }
}
