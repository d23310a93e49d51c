import { isRecord, listAt, memberAt, textAt, type UnknownRecord } from '../output/record.ts';
import { containersOf } from './workload.ts';

/** What a pod may do beyond a plain one, each in words. */
export function privilegesOf(pod: UnknownRecord | undefined): ReadonlySet<string> {
  if (pod === undefined) return new Set();
  const shares = ['hostNetwork', 'hostPID', 'hostIPC', 'shareProcessNamespace'].filter((field) => pod[field] === true);
  return new Set([
    ...shares,
    ...(pod.hostUsers === false ? [] : [NO_USER_NAMESPACE]),
    ...listAt(pod, 'securityContext', 'sysctls').map((sysctl) => `sysctl ${textAt(sysctl, 'name')}`),
    ...containersOf(pod).flatMap((container) => ofContainer(container, pod)),
  ]);
}

const NO_USER_NAMESPACE = 'the users of the node';

/** What a container may do, that stands in the pod as well as in itself. */
function ofContainer(container: UnknownRecord, pod: UnknownRecord): readonly string[] {
  const name = String(container.name);
  const get = (field: string) => memberAt(container, ['securityContext', field]);
  const inherited = (field: string) => get(field) ?? memberAt(pod, ['securityContext', field]);
  const capabilities = listAt(container, 'securityContext', 'capabilities', 'add');
  const drops = listAt(container, 'securityContext', 'capabilities', 'drop');
  const seccomp = textAt(inherited('seccompProfile'), 'type');
  const found = [
    get('privileged') === true && 'privileged',
    ...capabilities.map((capability) => `capability ${capability}`),
    !drops.includes('ALL') && 'the capabilities that every container has',
    get('allowPrivilegeEscalation') !== false && 'may escalate its privileges',
    inherited('runAsNonRoot') !== true && !isOther(inherited('runAsUser')) && 'may be root',
    get('readOnlyRootFilesystem') !== true && 'may write to its file system',
    (seccomp === undefined || seccomp === 'Unconfined') && 'no seccomp profile',
    textAt(inherited('appArmorProfile'), 'type') === 'Unconfined' && 'no AppArmor profile',
    ...['user', 'role', 'type'].map((part) => {
      const value = textAt(inherited('seLinuxOptions'), part);
      return value !== undefined && `SELinux ${part} ${value}`;
    }),
    get('procMount') === 'Unmasked' && 'procMount Unmasked',
    ...listAt(container, 'ports').map(
      (port) => isRecord(port) && port.hostPort !== undefined && `port ${port.hostPort} of the node`,
    ),
  ];
  return found.filter((privilege) => typeof privilege === 'string').map((privilege) => `${name}: ${privilege}`);
}

function isOther(user: unknown): boolean {
  return typeof user === 'number' && user !== 0;
}

/** What a new privilege of a container is not, where it was privileged before: that includes all of these. */
export function isIncludedInPrivileged(privilege: string, before: ReadonlySet<string>): boolean {
  const container = privilege.slice(0, privilege.indexOf(': '));
  return before.has(`${container}: privileged`) && !privilege.includes('of the node');
}

/** What a container has unless somebody takes it away; in a pod that is new, nothing worth a word. */
export function isCommon(privilege: string): boolean {
  return privilege === NO_USER_NAMESPACE || /: (the capabilities|may |no seccomp)/.test(privilege);
}
