import { spawn } from 'node:child_process';
import { type Answer, answered, type Failure, unanswered } from './cluster/answer.ts';
import type { Execution } from './cluster/execute.ts';

const MOST_BYTES = 1024 * 1024;

/** Runs a command on another host by ssh, which asks nothing: neither for a password nor whether to trust the host. */
export function runThere(
  destination: string,
  command: string,
  { timeoutMs, interruption }: { readonly timeoutMs: number; readonly interruption: AbortSignal },
): Promise<Answer<Execution>> {
  const args = [
    '-o',
    'BatchMode=yes',
    '-o',
    `ConnectTimeout=${Math.ceil(timeoutMs / 1000)}`,
    '--',
    destination,
    command,
  ];
  const signal = AbortSignal.any([interruption, AbortSignal.timeout(timeoutMs)]);
  return new Promise((resolve) => {
    const child = spawn('ssh', args, { stdio: ['ignore', 'pipe', 'pipe'], env: process.env, signal });
    const output = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text) => {
        if (output[name].length < MOST_BYTES) output[name] += text;
      });
    }
    child.on('error', (error) => {
      const kind = interruption.aborted ? 'interrupted' : signal.aborted ? 'timed-out' : 'failed';
      const message =
        kind === 'timed-out'
          ? `There was no answer within ${timeoutMs / 1000} s.`
          : `ssh could not be run: ${error.message}.`;
      resolve(unanswered(kind, message));
    });
    child.on('close', (code) => {
      // 255 is ssh's own; every other code is that of the command.
      const reason = output.stderr.trim().split('\n').at(-1) ?? '';
      resolve(
        code === 255
          ? { ok: false, failure: noLogin(destination, reason) }
          : answered({ ...output, exitCode: code ?? 1 }),
      );
    });
  });
}

function noLogin(destination: string, reason: string): Failure {
  return {
    kind: 'unreachable',
    message: `ssh ${destination} did not get in: ${reason || 'it gave no reason'}.`,
    remedy: `See that this works without a question: ssh ${destination} true`,
  };
}
