import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Whole processes, from outside: what a person waits for. Every command runs once uncounted, which fills the caches.
const RUNS = 5;
const scratch = mkdtempSync(join(tmpdir(), 'cdk8s-netbird-bench-'));
const preflight = ['--require', './bin/preflight.cjs'];

function run(command: string, args: readonly string[], outdir?: string): { seconds: number; stdout: string } {
  const env = {
    ...process.env,
    CDK8S_CHECK_UPGRADE: 'false',
    ...(outdir === undefined ? {} : { CDK8S_OUTDIR: outdir }),
  };
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(command, args, { env, encoding: 'utf8' });
  const seconds = (performance.now() - start) / 1000;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${stderr}`);
  return { seconds, stdout };
}

function median(values: readonly number[]): number {
  return Number([...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]);
}

function medianSeconds(command: string, args: readonly string[], outdir?: string): number {
  run(command, args, outdir);
  return median(Array.from({ length: RUNS }, () => run(command, args, outdir).seconds));
}

/** Each run into a folder of its own, so that every file is written and none is deleted meanwhile. */
function measureFleet(peers: number) {
  const samples = Array.from({ length: RUNS + 1 }, (_, index) => {
    const outdir = join(scratch, `fleet-${peers}-${index}`);
    const { seconds, stdout } = run('node', [...preflight, 'bench/peers.ts', String(peers)], outdir);
    return { seconds, mebibytes: Number(/peak (\d+) KiB/.exec(stdout)?.[1]) / 1024, files: countFiles(outdir) };
  }).slice(1);
  return {
    files: Number(samples[0]?.files),
    seconds: median(samples.map((sample) => sample.seconds)),
    mebibytes: median(samples.map((sample) => sample.mebibytes)),
  };
}

/** Against the output of a fleet, so that every object of it is gone, and every object of this site new. */
function measureReview() {
  const base = join(scratch, 'base');
  run('node', [...preflight, 'bench/peers.ts', '1430'], base);
  const args = [...preflight, 'lib/cli.ts', 'review', '--base', base, '--fail-on', 'none'];
  return { objects: countFiles(base) + countFiles('dist'), seconds: medianSeconds('node', args) };
}

function countFiles(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;
}

try {
  console.log(`Medians of ${RUNS} whole processes, Node ${process.versions.node}\n`);
  const commands: [string, number][] = [
    ['node -e 0', medianSeconds('node', ['-e', '0'])],
    ['node main.ts', medianSeconds('node', [...preflight, 'main.ts'], join(scratch, 'node'))],
    ['npm run -s synth', medianSeconds('npm', ['run', '-s', 'synth'], join(scratch, 'npm'))],
    ['npx cdk8s synth', medianSeconds('npx', ['cdk8s', 'synth', '--output', join(scratch, 'cdk8s')])],
  ];
  for (const [name, seconds] of commands) console.log(`  ${name.padEnd(18)} ${seconds.toFixed(2).padStart(6)} s`);

  console.log('\n   peers   files       s   MiB   µs/file');
  const fleets = [1, 10, 100, 1000].map((peers) => ({ peers, ...measureFleet(peers) }));
  for (const { peers, files, seconds, mebibytes } of fleets) {
    const cells = [
      String(peers).padStart(8),
      String(files).padStart(8),
      seconds.toFixed(2).padStart(8),
      mebibytes.toFixed(0).padStart(6),
      ((seconds * 1e6) / files).toFixed(0).padStart(10),
    ];
    console.log(cells.join(''));
  }
  const [hundred, thousand] = fleets.slice(-2).map(({ seconds }) => seconds);
  console.log(`\n1,000 peers take ${(Number(thousand) / Number(hundred)).toFixed(1)} times as long as 100`);

  const { objects, seconds } = measureReview();
  console.log(`\na review of ${objects} objects, each of which differs: ${seconds.toFixed(2)} s`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
