// npm run lint:kube-score: what kube-score says of dist/. It is installed once for each machine, where Go is present.
import { spawnSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { root } from '../support/repository.ts';

const VERSION = 'v1.20.0';
const PACKAGE = `github.com/zegl/kube-score/cmd/kube-score@${VERSION}`;

/** Where the installer of go.dev puts it; it asks people to extend their PATH, and not all do. */
const USUAL_GO = '/usr/local/go/bin';

const folder = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'cdk8s-netbird', `kube-score-${VERSION}`);
const program = join(folder, 'kube-score');

/** @returns whether it is there; false where Go is missing */
function install(): boolean {
  if (existsSync(program)) return true;
  const env = { ...process.env, PATH: [process.env.PATH, USUAL_GO].join(delimiter), GOBIN: folder, CGO_ENABLED: '0' };
  const { error, status } = spawnSync('go', ['install', PACKAGE], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  if (error !== undefined) return false;
  if (status !== 0) throw new Error(`go could not install ${PACKAGE}.`);
  return true;
}

function score(...args: readonly string[]) {
  // Applications are no objects that it knows anything about.
  const files = globSync('dist/*/*.k8s.yaml', { cwd: root, exclude: ['dist/argocd'] }).sort();
  return spawnSync(program, ['score', ...args, ...files], { cwd: root, encoding: 'utf8' });
}

interface ScoredObject {
  readonly object_name: string;
  readonly object_meta: { readonly annotations?: Readonly<Record<string, string>> };
  readonly checks: readonly {
    readonly check: { readonly id: string };
    readonly grade: number;
    readonly skipped: boolean;
  }[];
}

const CRITICAL = 1;

/** The waivers that nothing needs any more. */
function needlessWaivers(): string[] {
  const objects: ScoredObject[] = JSON.parse(score('--disable-ignore-checks-annotations', '-o', 'json').stdout);
  return objects.flatMap(({ object_name, object_meta, checks }) => {
    const critical = checks.filter(({ grade, skipped }) => grade === CRITICAL && !skipped).map(({ check }) => check.id);
    const waived = object_meta.annotations?.['kube-score/ignore']?.split(',') ?? [];
    return waived.filter((id) => !critical.includes(id)).map((id) => `${object_name}: ${id}`);
  });
}

function main(): number {
  if (!install()) {
    console.log('lint:kube-score  SKIPPED: Go is missing (https://go.dev/dl), and with it kube-score.');
    return 0;
  }
  const { status, stdout, stderr } = score();
  if (status !== 0) {
    console.error(`${stdout}${stderr}`);
    return 1;
  }
  const needless = needlessWaivers();
  if (needless.length > 0) {
    console.error(`lint:kube-score  waived, but not criticized:\n${needless.map((line) => `  ${line}`).join('\n')}`);
    return 1;
  }
  console.log(`lint:kube-score  nothing critical in dist/ that is not waived (kube-score ${VERSION})`);
  return 0;
}

process.exitCode = main();
