import { createHash } from 'node:crypto';
import { accessSync, constants, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** A program of a control plane, and the Go package that it is built from. */
export interface Program {
  readonly name: string;

  /** The folder below `assets/` with the Go module that pins it: each its own, so that none changes another's libraries. */
  readonly module: string;

  readonly package: string;
}

export const PROGRAMS: readonly Program[] = [
  { name: 'etcd', module: 'etcd', package: 'go.etcd.io/etcd/server/v3' },
  { name: 'kube-apiserver', module: 'kubernetes', package: 'k8s.io/kubernetes/cmd/kube-apiserver' },
  { name: 'kube-controller-manager', module: 'kubernetes', package: 'k8s.io/kubernetes/cmd/kube-controller-manager' },
  { name: 'kwok', module: 'kwok', package: 'sigs.k8s.io/kwok/cmd/kwok' },
];

/** Without these, there is nothing to test on. The others are built too, but a folder of one's own may lack them. */
const REQUIRED = ['etcd', 'kube-apiserver'];

/** The folder with the Go modules. */
export const MODULES = join(import.meta.dirname, 'assets');

/** The version of Kubernetes that the modules pin: `v1.33.13`. */
export function kubernetesVersion(): string {
  const version = /^require k8s\.io\/kubernetes (\S+)$/m.exec(moduleFile('kubernetes', 'go.mod'))?.[1];
  if (version === undefined)
    throw new Error('test/cluster/assets/kubernetes/go.mod does not require k8s.io/kubernetes.');
  return version;
}

/** Where the built programs are kept: outside the checkout, and apart for everything that goes into them. */
export function cacheFolder(): string {
  const caches = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  const hash = createHash('sha256').update(JSON.stringify([PROGRAMS, process.platform, process.arch]));
  for (const module of new Set(PROGRAMS.map((program) => program.module))) {
    hash.update(moduleFile(module, 'go.mod')).update(moduleFile(module, 'go.sum'));
  }
  return join(caches, 'cdk8s-netbird', 'cluster', `${kubernetesVersion()}-${hash.digest('hex').slice(0, 12)}`);
}

/** The folder with the programs; undefined when there is none. What `KUBEBUILDER_ASSETS` names comes first, as in envtest. */
export function findAssets(): string | undefined {
  const named = process.env.KUBEBUILDER_ASSETS;
  if (!named) return missingFrom(cacheFolder()).length === 0 ? cacheFolder() : undefined;

  const missing = missingFrom(named);
  if (missing.length > 0) throw new Error(`KUBEBUILDER_ASSETS is ${named}, and lacks ${missing.join(' and ')}.`);
  return named;
}

/** The path of a program; undefined when the folder lacks it. */
export function programIn(folder: string, name: string): string | undefined {
  const path = join(folder, name);
  try {
    accessSync(path, constants.X_OK);
    return path;
  } catch {
    return undefined;
  }
}

function missingFrom(folder: string): string[] {
  return REQUIRED.filter((name) => programIn(folder, name) === undefined);
}

function moduleFile(module: string, name: string): string {
  return readFileSync(join(MODULES, module, name), 'utf8');
}
