import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A program in the background, with its output in a file, that ends when this process does. */
export class GuardedProcess {
  readonly name: string;
  readonly log: string;
  private readonly guardian: ChildProcess;
  private readonly ended: Promise<unknown>;

  constructor(program: string, name: string, args: readonly string[], folder: string, path = process.env.PATH) {
    this.name = name;
    this.log = join(folder, `${name}.log`);
    const output = openSync(this.log, 'a');
    this.guardian = spawn(process.execPath, [join(import.meta.dirname, 'guardian.ts'), program, ...args], {
      stdio: ['pipe', output, output],
      env: { PATH: path },
    });
    closeSync(output);
    this.ended = once(this.guardian, 'exit');
  }

  /** @throws Error with the end of its log when it is no longer there */
  assertRunning(): void {
    if (this.guardian.exitCode === null && this.guardian.signalCode === null) return;
    throw new Error(`${this.name} ended:\n${readFileSync(this.log, 'utf8').split('\n').slice(-20).join('\n')}`);
  }

  async stop(): Promise<void> {
    this.guardian.stdin?.end();
    if (this.guardian.exitCode === null && this.guardian.signalCode === null) await this.ended;
  }
}
