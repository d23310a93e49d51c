import { type Check, type Finding, type Judgement, judged, unanswerable } from '../check.ts';
import type { Answer } from '../cluster/answer.ts';
import type { Execution } from '../cluster/execute.ts';
import { excerpt } from '../objects.ts';
import { clientContainer } from '../placement.ts';
import { type PersistedProfile, readProfile } from '../readings/persisted-profile.ts';
import type { Peer } from '../site.ts';

/** Whether the registered volume heeds the environment: most flags have no effect on it (netbird#1562). */
export const environment: Check<Answer<Execution>> = {
  name: 'environment',
  title: 'Flags in force',

  gather({ site, inquiry }) {
    // Only these lines: the file holds the WireGuard key as well.
    const lines = '^ *"(Scheme|Host|WgIface|WgPort|DisableDNS|DisableClientRoutes)":';
    return inquiry.exec(clientContainer(site), ['grep', '-E', lines, `${site.peer.stateDirectory}/default.json`]);
  },

  judge(run, { site }) {
    if (!run.ok) return unanswerable('environment', 'Which flags are in force', run.failure);
    const profile = readProfile(run.value.stdout);
    if (profile === undefined) return withoutProfile(run.value);
    const different = compare(profile, site.peer);
    return judged(
      [
        `in force: ${Object.entries(profile)
          .map(([name, value]) => `${name} ${value}`)
          .join(', ')}`,
      ],
      different.length === 0 ? [] : [ignored(different, site.peer)],
    );
  },
};

function withoutProfile({ stderr, exitCode }: Execution): Judgement {
  // grep: 1 where no line fits, 2 where it could not read the file.
  return exitCode === 2 && !stderr.includes('No such file')
    ? unanswerable('environment', 'Which flags are in force', {
        kind: 'unintelligible',
        message: `The profile could not be read: ${excerpt(stderr) || 'grep does not say why'}.`,
      })
    : judged(['The volume holds no profile: the environment will count at registration.']);
}

interface Flag {
  readonly variable: string;
  readonly wanted: string;
  readonly inForce: string;
}

function compare(profile: PersistedProfile, { environment: variables }: Peer): readonly Flag[] {
  const pairs: readonly (readonly [string, string | undefined])[] = [
    ['NB_MANAGEMENT_URL', profile.managementUrl],
    ['NB_INTERFACE_NAME', profile.interfaceName],
    ['NB_WIREGUARD_PORT', profile.wireguardPort],
    ['NB_DISABLE_DNS', profile.disableDns],
    ['NB_DISABLE_CLIENT_ROUTES', profile.disableClientRoutes],
  ];
  return pairs.flatMap(([variable, inForce]) => {
    const wanted = variables[variable];
    const isSame = inForce === undefined || wanted === undefined || normal(wanted) === normal(inForce);
    return isSame ? [] : [{ variable, wanted, inForce }];
  });
}

/** The client writes out the port of the URL. */
function normal(value: string): string {
  const url = URL.parse(value);
  return url === null
    ? value
    : `${url.protocol}//${url.hostname}:${url.port || (url.protocol === 'http:' ? '80' : '443')}`;
}

function ignored(flags: readonly Flag[], peer: Peer): Finding {
  const named = flags
    .map(({ variable, wanted, inForce }) => `${variable} is ${wanted}, in force is ${inForce}`)
    .join('; ');
  const isGrave = flags.some(({ variable }) => variable === 'NB_INTERFACE_NAME');
  return {
    severity: isGrave ? 'problem' : 'warning',
    what: `${flags.length === 1 ? 'a flag is' : 'flags are'} not in force: ${flags.map(({ variable }) => variable).join(', ')}`,
    cause: `${named}. A volume that is registered keeps its own, and the client connects before it looks at the environment (netbird#1562).${isGrave ? ' The guard keeps another interface out of Cilium than the one in use.' : ''}`,
    fix: `Apply them: kubectl -n ${peer.namespace} exec ${peer.podName} -c ${peer.container} -- sh -c 'netbird down; netbird up'`,
    link: 'docs/netbird-routing-peer.md#changed-without-effect',
  };
}
