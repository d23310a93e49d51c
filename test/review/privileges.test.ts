import { expect, test } from '@jest/globals';
import { privilegesOf } from '../../lib/review/privileges.ts';
import { reviewSite } from '../../lib/review/review-site.ts';
import { type SiteEditor, sides } from '../support/site-editor.ts';

/** A container that may do nothing, with something else. */
function pod(container: object, spec: object = {}): Record<string, unknown> {
  const securityContext = {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    seccompProfile: { type: 'RuntimeDefault' },
  };
  return {
    containers: [
      { name: 'c', ...container, securityContext: { ...securityContext, ...Object(container).securityContext } },
    ],
    hostUsers: false,
    ...spec,
  };
}

test.each<[object, object, string[]]>([
  [{}, {}, []],
  [{ securityContext: { privileged: true } }, {}, ['c: privileged']],
  [{ securityContext: { capabilities: { drop: ['ALL'], add: ['SYS_ADMIN'] } } }, {}, ['c: capability SYS_ADMIN']],
  [{ securityContext: { capabilities: {} } }, {}, ['c: the capabilities that every container has']],
  [{ securityContext: { allowPrivilegeEscalation: true } }, {}, ['c: may escalate its privileges']],
  [{ securityContext: { runAsNonRoot: false } }, {}, ['c: may be root']],
  [{ securityContext: { runAsNonRoot: false, runAsUser: 1000 } }, {}, []],
  [{ securityContext: { runAsNonRoot: undefined } }, { securityContext: { runAsNonRoot: true } }, []],
  [{ securityContext: { readOnlyRootFilesystem: false } }, {}, ['c: may write to its file system']],
  [{ securityContext: { seccompProfile: { type: 'Unconfined' } } }, {}, ['c: no seccomp profile']],
  [{ securityContext: { appArmorProfile: { type: 'Unconfined' } } }, {}, ['c: no AppArmor profile']],
  [{}, { securityContext: { appArmorProfile: { type: 'Unconfined' } } }, ['c: no AppArmor profile']],
  [{ securityContext: { seLinuxOptions: { type: 'spc_t', level: 's0' } } }, {}, ['c: SELinux type spc_t']],
  [{}, { hostUsers: undefined }, ['the users of the node']],
  [{}, { shareProcessNamespace: true }, ['shareProcessNamespace']],
  [{}, { securityContext: { sysctls: [{ name: 'kernel.msgmax', value: '1' }] } }, ['sysctl kernel.msgmax']],
  [{ securityContext: { procMount: 'Unmasked' } }, {}, ['c: procMount Unmasked']],
  [{ ports: [{ hostPort: 80 }] }, {}, ['c: port 80 of the node']],
  [{}, { hostNetwork: true, hostPID: true, hostIPC: false }, ['hostNetwork', 'hostPID']],
])('a pod with %j and %j may do %j', (container, spec, expected) => {
  expect([...privilegesOf(pod(container, spec))]).toEqual(expected);
});

function added(edit: (site: SiteEditor) => void, given: (site: SiteEditor) => void = () => {}): string | undefined {
  const { before, after } = sides(given, (site) => {
    given(site);
    edit(site);
  });
  return reviewSite(before, after).findings.find(({ rule }) => rule === 'privileges-added')?.consequence;
}

const makePrivileged = (site: SiteEditor) => {
  site.client.securityContext = { privileged: true };
};

test('a container that becomes privileged may do more', () => {
  expect(added(makePrivileged)).toContain('netbird: privileged');
});

test('a container that was privileged may not do more by a capability', () => {
  expect(
    added((site) => {
      site.client.securityContext = { privileged: false, capabilities: { add: ['SYS_ADMIN'] } };
    }, makePrivileged),
  ).toBeUndefined();
});
