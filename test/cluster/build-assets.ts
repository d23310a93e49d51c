// npm run cluster:build: makes the programs of a control plane from their Go modules, once for each machine.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { cacheFolder, findAssets, kubernetesVersion, MODULES, PROGRAMS, type Program } from './assets.ts';

/** Where the installer of go.dev puts it; it asks people to extend their PATH, and not all do. */
const USUAL_GO = '/usr/local/go/bin';

/** The version that the API server reports. Built from a module, Kubernetes does not know its own. */
function linkerFlags(): string {
  const version = kubernetesVersion();
  const [major, minor] = version.slice(1).split('.');
  const values = {
    gitVersion: version,
    gitMajor: major,
    gitMinor: minor,
    gitTreeState: 'clean',
    gitCommit: `module-${version}`,
    buildDate: '2026-01-01T00:00:00Z',
  };
  const packages = ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'];
  const settings = packages.flatMap((name) =>
    Object.entries(values).map(([key, value]) => `-X ${name}.${key}=${value}`),
  );
  return ['-s -w', ...settings].join(' ');
}

/** @returns the exit status, or undefined when the program is not there */
function run(program: string, args: readonly string[], options: { cwd?: string; stdio: 'inherit' | 'ignore' }) {
  return new Promise<number | undefined>((resolve, reject) => {
    const env = {
      ...process.env,
      PATH: [process.env.PATH, USUAL_GO].join(delimiter),
      CGO_ENABLED: '0',
      GOWORK: 'off',
    };
    const child = spawn(program, args, { ...options, env });
    process.once('exit', () => child.kill());
    child.on('error', (error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? resolve(undefined) : reject(error)));
    child.on('exit', (status) => resolve(status ?? 1));
  });
}

async function build(program: Program, folder: string): Promise<void> {
  const started = Date.now();
  console.log(`cluster:build  ${program.name} …`);
  const output = join(folder, program.name);
  const args = [
    'build',
    '-mod=readonly',
    '-buildvcs=false',
    '-trimpath',
    '-ldflags',
    linkerFlags(),
    '-o',
    output,
    program.package,
  ];
  const status = await run('go', args, { cwd: join(MODULES, program.module), stdio: 'inherit' });
  if (status !== 0) throw new Error(`go could not build ${program.name}.`);
  const size = Math.round(statSync(output).size / 2 ** 20);
  console.log(`cluster:build  ${program.name}: ${size} MiB in ${Math.round((Date.now() - started) / 1000)} s`);
}

/** Whole or not at all: the programs appear under their name when all of them are built. */
async function buildAll(folder: string): Promise<void> {
  mkdirSync(dirname(folder), { recursive: true });
  const unfinished = mkdtempSync(`${folder}.unfinished-`);
  const cleanUp = () => rmSync(unfinished, { recursive: true, force: true });
  process.on('exit', cleanUp);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));

  for (const program of PROGRAMS) await build(program, unfinished);
  if (existsSync(folder)) return; // another build was faster
  renameSync(unfinished, folder);
}

async function main(): Promise<number> {
  const present = findAssets();
  if (present !== undefined) {
    console.log(`cluster:build  nothing to do: ${present}`);
    return 0;
  }
  if ((await run('go', ['version'], { stdio: 'ignore' })) !== 0) {
    console.error(
      'cluster:build  Go is missing (https://go.dev/dl). Install it, or name a folder in KUBEBUILDER_ASSETS.',
    );
    return 1;
  }
  console.log(
    `cluster:build  Kubernetes ${kubernetesVersion()} for npm run test:cluster; about 12 minutes of CPU, once`,
  );
  await buildAll(cacheFolder());
  console.log(`cluster:build  done: ${cacheFolder()}`);
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`cluster:build  ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
