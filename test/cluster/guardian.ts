// node guardian.ts PROGRAM ARGS…: runs a program that ends with whoever started it, however that came about. A killed
// process cannot clean up after itself, but its end of the pipe closes.
import { spawn } from 'node:child_process';

const PATIENCE_MS = 10_000;

const [program = '', ...args] = process.argv.slice(2);
const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });

function end(): void {
  child.kill('SIGTERM');
  setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS).unref();
}

process.stdin.on('end', end).on('error', end).resume();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
child.on('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
child.on('exit', (status) => process.exit(status ?? 1));
