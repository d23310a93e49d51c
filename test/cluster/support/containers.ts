import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a program in a container does. */
export interface Answer {
  readonly stdout?: string;
  readonly stderr?: string;

  /** @default 0 */
  readonly exitCode?: number;

  /** How long it takes before it says anything. */
  readonly seconds?: number;
}

/**
 * Containers that nobody runs: kwok serves their logs from files, and for `exec` starts a program that prints what a test
 * wrote for that command line.
 */
export class Containers {
  /** What kwok finds programs in, and nothing else. */
  readonly path: string;

  /** kwok's own configuration. */
  readonly configFile: string;

  private readonly folder: string;

  /**
   * @param folder is made
   * @param containers by the names that they have in pods
   * @param programs that can be started in them
   */
  constructor(folder: string, containers: readonly string[], programs: readonly string[]) {
    this.folder = folder;
    this.path = join(folder, 'bin');
    this.configFile = join(folder, 'kwok.yaml');
    mkdirSync(this.path, { recursive: true });
    const standIn = join(folder, 'stand-in');
    writeFileSync(standIn, STAND_IN);
    chmodSync(standIn, 0o755);
    for (const program of programs) symlinkSync(standIn, join(this.path, program));
    for (const container of containers) mkdirSync(join(folder, container));
    writeFileSync(
      this.configFile,
      [this.execs(containers), this.logs(containers)].map((one) => JSON.stringify(one)).join('\n---\n'),
    );
    for (const container of containers) this.log(container, '');
  }

  /** What the command line prints from now on; undefined: the container has no such program. */
  answer(container: string, commandLine: string, answer: Answer | undefined): void {
    const folder = join(this.folder, container, fileName(commandLine));
    rmSync(folder, { recursive: true, force: true });
    if (answer === undefined) return;
    mkdirSync(folder);
    const { stdout = '', stderr = '', exitCode = 0, seconds = 0 } = answer;
    const files = { stdout, stderr, code: String(exitCode), seconds: String(seconds) };
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  }

  /** What the container has logged; of its run before, too. */
  log(container: string, text: string): void {
    const lines = text.split('\n').map((line) => `2026-01-01T00:00:00.000000000Z stdout F ${line}\n`);
    writeFileSync(this.logFile(container), text === '' ? '' : lines.join(''));
  }

  private logFile(container: string): string {
    return join(this.folder, `${container}.log`);
  }

  private execs(containers: readonly string[]): object {
    const execs = containers.map((container) => ({
      containers: [container],
      local: { envs: [{ name: 'ANSWERS', value: join(this.folder, container) }] },
    }));
    return { apiVersion: 'kwok.x-k8s.io/v1alpha1', kind: 'ClusterExec', metadata: { name: 'all' }, spec: { execs } };
  }

  private logs(containers: readonly string[]): object {
    const logs = containers.map((container) => ({
      containers: [container],
      logsFile: this.logFile(container),
      previousLogsFile: this.logFile(container),
    }));
    return { apiVersion: 'kwok.x-k8s.io/v1alpha1', kind: 'ClusterLogs', metadata: { name: 'all' }, spec: { logs } };
  }
}

function fileName(commandLine: string): string {
  return commandLine.replaceAll(/[^A-Za-z0-9.=-]/g, '_');
}

const STAND_IN = `#!/bin/sh
name=$(printf '%s' "\${0##*/} $*" | /usr/bin/tr -c 'A-Za-z0-9.=-' '_')
cd "$ANSWERS/$name" 2>/dev/null || { echo "sh: \${0##*/}: not found" >&2; exit 127; }
read -r seconds < seconds || true
[ "$seconds" = 0 ] || /usr/bin/sleep "$seconds"
/usr/bin/cat stdout
/usr/bin/cat stderr >&2
read -r code < code || true
exit "$code"
`;
