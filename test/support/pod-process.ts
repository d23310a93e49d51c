import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KubernetesObject } from '../../lib/output/manifest.ts';
import { type Outcome, runNodeMeanwhile } from './repository.ts';

// biome-ignore lint/suspicious/noExplicitAny: a pod template as a kubelet reads it, without types
type PodSpec = any;

/**
 * Runs the only container of a pod as a kubelet would: its command, its environment and nothing else of it, its volumes
 * as folders of links to files that nobody may write. Instead of a file system of its own it gets a folder; and Node's
 * permission model, which lets it read its mounts and write nowhere.
 *
 * @param objects where ConfigMaps are found
 * @param secrets the files of the other volumes, by the names of the volumes
 */
export async function runPod(
  spec: PodSpec,
  objects: readonly KubernetesObject[],
  secrets: Readonly<Record<string, Readonly<Record<string, string>>>>,
): Promise<Outcome> {
  const host = mkdtempSync(join(tmpdir(), 'cdk8s-netbird-pod-'));
  try {
    const [container] = spec.containers;
    const mounts: { name: string; mountPath: string }[] = container.volumeMounts;
    for (const { name, mountPath } of mounts) {
      const volume = spec.volumes.find((one: { name: string }) => one.name === name);
      mount(join(host, mountPath), secrets[name] ?? contentOf(volume, objects));
    }
    const inHost = (text: string) =>
      mounts.reduce((now, { mountPath }) => now.replaceAll(mountPath, join(host, mountPath)), text);
    const [program, ...args] = container.command.map(inHost);
    if (program !== 'node') throw new Error(`The pod runs ${program}, not node.`);
    const env = Object.fromEntries(
      container.env.map(({ name, value }: { name: string; value: string }) => [name, inHost(value)]),
    );
    const outcome = await runNodeMeanwhile(['--permission', `--allow-fs-read=${host}`, ...args], {
      cwd: host,
      env,
      bare: true,
    });
    const asInPod = (text: string) => text.replaceAll(host, '');
    return { ...outcome, stdout: asInPod(outcome.stdout), stderr: asInPod(outcome.stderr) };
  } finally {
    rmSync(host, { recursive: true });
  }
}

function contentOf(volume: PodSpec, objects: readonly KubernetesObject[]): Record<string, string> {
  const names: string[] = volume.projected.sources.map(({ configMap }: PodSpec) => configMap.name);
  const found = names.map((name) =>
    objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === name),
  );
  return Object.assign({}, ...found.map((configMap) => configMap?.data));
}

/** As kubelets do, for a change to appear at once: the files are links into a folder that is one itself. */
function mount(path: string, files: Readonly<Record<string, string>>): void {
  const data = join(path, '..2026_01_01');
  mkdirSync(data, { recursive: true });
  symlinkSync('..2026_01_01', join(path, '..data'));
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(data, name), content, { mode: 0o444 });
    symlinkSync(join('..data', name), join(path, name));
  }
  chmodSync(data, 0o555);
}
