import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What this suite needs, and the Debian package that has it. */
const PROGRAMS = {
  unshare: 'util-linux',
  nsenter: 'util-linux',
  setpriv: 'util-linux',
  ip: 'iproute2',
  iptables: 'iptables',
};

/** With the folders where Debian keeps these programs, which are not on the PATH of everybody. */
export const PATH = [process.env.PATH, '/usr/sbin', '/sbin'].join(delimiter);

/** A way to a network namespace in which one is root: options of `unshare`, and of `nsenter` to be beside it. */
export interface Namespaces {
  readonly make: readonly string[];
  readonly enter: readonly string[];
}

/** Without being root where the kernel lets anybody have a user namespace. */
const WAYS: readonly Namespaces[] = [
  { make: ['--user', '--map-root-user', '--net'], enter: ['--user', '--preserve-credentials'] },
  { make: ['--net'], enter: [] },
];

/** The first way that works on this machine, NAT included. */
export function findNamespaces(): Namespaces | undefined {
  return WAYS.find((way) => masquerade(way).status === 0);
}

/** Why the suite cannot run on this machine; undefined where it can. */
export function whatIsMissing(path = PATH): string | undefined {
  const packages = Object.entries(PROGRAMS).filter(([program]) => !isOn(path, program));
  if (packages.length > 0) {
    const programs = packages.map(([program]) => program).join(', ');
    const install = [...new Set(packages.map(([, name]) => name))].join(' ');
    return `not found: ${programs} (Debian: apt-get install ${install})`;
  }
  if (findNamespaces() !== undefined) return undefined;
  const [reason] = masquerade(WAYS[0] as Namespaces)
    .stderr.trim()
    .split('\n');
  return `no namespace for NAT, neither by a user namespace nor as root: ${reason}`;
}

function masquerade({ make }: Namespaces) {
  const rule = ['iptables', '-t', 'nat', '-A', 'POSTROUTING', '-j', 'MASQUERADE'];
  return spawnSync('unshare', [...make, ...rule], { env: { PATH }, encoding: 'utf8' });
}

function isOn(path: string, program: string): boolean {
  return path.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
