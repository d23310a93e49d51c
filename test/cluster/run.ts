// npm run test:cluster: starts one control plane, runs the suite on it, stops it.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { findAssets } from './assets.ts';
import { ControlPlane } from './control-plane.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** Interrupted, the suite ends, and the rest is cleaned up as after a failure. */
const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interruption.abort());

async function main(): Promise<number> {
  const assets = findAssets();
  if (assets === undefined) return skip();

  const started = performance.now();
  const plane = await ControlPlane.start(assets);
  console.log(`test:cluster  control plane ready after ${((performance.now() - started) / 1000).toFixed(1)} s`);
  if (!plane.hasControllers) {
    console.warn('test:cluster  SKIPPED: the tests with pods; kube-controller-manager and kwok are not in the folder');
  }
  const status = interruption.signal.aborted ? 1 : await runJest(plane);
  const keepLogs = status !== 0 && !interruption.signal.aborted;
  await plane.stop({ keepLogs });
  if (keepLogs) console.error(`test:cluster  logs of the control plane: ${plane.folder}`);
  return status;
}

/** Where changes are judged, a suite that did not run has not passed. */
function skip(): number {
  const what = 'the tests on a real API server: its programs are missing. Run: npm run cluster:build';
  const required = Boolean(process.env.CI) && process.env.CI !== 'false';
  console.error(`test:cluster  ${required ? 'FAILED' : 'SKIPPED'}: ${what}`);
  return required ? 1 : 0;
}

function runJest(plane: ControlPlane): Promise<number> {
  const guardian = join(import.meta.dirname, 'guardian.ts');
  const jest = join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
  const config = join(import.meta.dirname, 'jest.config.json');
  const child = spawn(
    process.execPath,
    [guardian, process.execPath, jest, '--config', config, ...process.argv.slice(2)],
    {
      stdio: ['pipe', 'inherit', 'inherit'],
      env: {
        ...process.env,
        NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
        CLUSTER_KUBECONFIG: plane.kubeconfig,
        CLUSTER_HAS_CONTROLLERS: plane.hasControllers ? 'yes' : '',
      },
    },
  );
  interruption.signal.addEventListener('abort', () => child.stdin.end());
  return new Promise((resolve) => child.on('exit', (status) => resolve(status ?? 1)));
}

try {
  process.exitCode = await main();
} catch (error) {
  const { message, cause } = Object(error);
  console.error(
    ['test:cluster  FAILED:', message ?? error, cause instanceof Error ? cause.message : ''].join(' ').trim(),
  );
  process.exitCode = 1;
}
