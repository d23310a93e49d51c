import { spawn } from 'node:child_process';
import { type Answer, answered, type Failure } from './cluster/answer.ts';
import { sentence } from './cluster/broken.ts';
import type { Execution } from './cluster/execute.ts';
import { excerpt } from './objects.ts';

const MOST_BYTES = 1024 * 1024;

/**
 * Runs a command on another host by ssh, which asks nothing: neither for a password nor whether to trust the host. That
 * ssh does not get in is a failure; how the command ends there is an answer.
 */
export function runThere(
  destination: string,
  command: string,
  { timeoutMs, interruption }: { readonly timeoutMs: number; readonly interruption: AbortSignal },
): Promise<Answer<Execution>> {
  // Half of the time is for the command.
  const seconds = Math.ceil(timeoutMs / 2000);
  const args = ['-o', 'BatchMode=yes', '-o', `ConnectTimeout=${seconds}`, '--', destination, command];
  const signal = AbortSignal.any([interruption, AbortSignal.timeout(timeoutMs)]);
  return new Promise((resolve) => {
    const fail = (failure: Failure) => resolve({ ok: false, failure });
    const child = spawn('ssh', args, { stdio: ['ignore', 'pipe', 'pipe'], env: process.env, signal });
    const output = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text) => {
        if (output[name].length < MOST_BYTES) output[name] += text;
      });
    }
    child.on('error', (error) => {
      if (interruption.aborted) fail({ kind: 'interrupted', message: 'It was interrupted.' });
      else if (signal.aborted) fail(tooLate(destination, timeoutMs));
      else fail({ kind: 'no-program', message: `ssh could not be run: ${error.message}.`, remedy: NO_SSH });
    });
    child.on('close', (code) => {
      // 255 is ssh's own; every other code is that of the command.
      if (code === 255) fail(noLogin(destination, output.stderr.trim().split('\n').at(-1) ?? ''));
      else resolve(answered({ ...output, exitCode: code ?? 1 }));
    });
  });
}

const NO_SSH = 'Install ssh here, or leave out --far-side and run the commands there by hand.';

function noLogin(destination: string, reason: string): Failure {
  return {
    kind: 'unreachable',
    message: `ssh ${destination} did not get in: ${sentence(excerpt(reason) || 'it gave no reason')}`,
    remedy: `See that this works without a question: ssh ${destination} true`,
  };
}

function tooLate(destination: string, timeoutMs: number): Failure {
  return {
    kind: 'timed-out',
    message: `The far side did not answer within ${timeoutMs / 1000} s.`,
    remedy: `Try again with a longer --timeout; see that this ends: ssh ${destination} true`,
  };
}
