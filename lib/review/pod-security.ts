import { isRecord, listAt, textAt, type UnknownRecord } from '../output/record.ts';
import { privilegesOf } from './privileges.ts';
import type { Site } from './site.ts';
import { describeSiteObject, type SiteObject } from './site-object.ts';
import { podOf } from './workload.ts';

/** The label by which a Namespace says what it lets its pods do. */
export const ENFORCE = 'pod-security.kubernetes.io/enforce';

/** What Pod Security Admission refuses to a pod at the level of its namespace, each in words; nothing for an unknown one. */
export function refusedPrivileges(object: SiteObject, site: Site): readonly string[] {
  const pod = podOf(object);
  const place = { ...object, kind: 'Namespace', namespace: undefined, name: object.namespace ?? '' };
  const namespace = pod && site.find(describeSiteObject(place));
  const level = textAt(namespace?.content, 'metadata', 'labels', ENFORCE);
  if (pod === undefined || (level !== 'baseline' && level !== 'restricted')) return [];
  const isRefused = level === 'baseline' ? isBeyondBaseline : isBeyondRestricted;
  return [...[...privilegesOf(pod)].filter(isRefused), ...volumesOf(pod, level)];
}

/** The capabilities that a container runtime gives anyway. */
const COMMON_CAPABILITIES =
  'AUDIT_WRITE|CHOWN|DAC_OVERRIDE|FOWNER|FSETID|KILL|MKNOD|NET_BIND_SERVICE|SETFCAP|SETGID|SETPCAP|SETUID|SYS_CHROOT';

/** Some sysctls and types of SELinux are harmless; of these nothing is said. */
function isBeyondBaseline(privilege: string): boolean {
  const isShared = /^host(Network|PID|IPC)$/.test(privilege);
  const isOfNode = /: (privileged|no AppArmor profile|procMount Unmasked|port \d+ of the node)$/.test(privilege);
  const capability = /: capability (.+)$/.exec(privilege)?.[1];
  return isShared || isOfNode || (capability !== undefined && !COMMON_CAPABILITIES.split('|').includes(capability));
}

function isBeyondRestricted(privilege: string): boolean {
  const isCommon = /: (the capabilities |may escalate |may be root|no seccomp )/.test(privilege);
  const isCapability = /: capability /.test(privilege) && !privilege.endsWith(' NET_BIND_SERVICE');
  return isBeyondBaseline(privilege) || isCommon || isCapability;
}

const RESTRICTED_VOLUMES = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

function volumesOf(pod: UnknownRecord, level: 'baseline' | 'restricted'): readonly string[] {
  const volumes = listAt(pod, 'volumes').filter(isRecord);
  const isRefused = (source: string) =>
    source !== 'name' && (level === 'baseline' ? source === 'hostPath' : !RESTRICTED_VOLUMES.includes(source));
  return volumes.flatMap((volume) =>
    Object.keys(volume)
      .filter(isRefused)
      .map((source) => `volume ${volume.name}: ${source}`),
  );
}
