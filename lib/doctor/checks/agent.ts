import { type Check, couldNotLook, type Finding, judged, unanswerable } from '../check.ts';
import { type ClientStatus, connected, getClientStatus } from '../client-status.ts';
import type { Answer } from '../cluster/answer.ts';
import { excerpt } from '../objects.ts';
import { clientContainer } from '../placement.ts';
import { type LogCause, readLogCauses } from '../readings/log-causes.ts';
import type { NetbirdStatus } from '../readings/netbird-status.ts';
import type { Peer } from '../site.ts';

interface Evidence {
  readonly status: Answer<ClientStatus>;

  /** The version of the management server; undefined without a token. */
  readonly server?: Answer<string>;

  /** Asked for only where something is wrong. */
  readonly log?: Answer<string>;
}

/** Whether the client is registered and connected. */
export const agent: Check<Evidence> = {
  name: 'agent',
  title: 'NetBird client',

  async gather({ site, inquiry, management }) {
    const [status, server] = await Promise.all([getClientStatus(site, inquiry), management?.version()]);
    const known = { status, ...(server !== undefined && { server }) };
    if (!status.ok || isWell(connected(status))) return known;
    return { ...known, log: await inquiry.log(clientContainer(site)) };
  },

  judge({ status, log, server }, { site }) {
    if (!status.ok) return unanswerable('agent', 'The state of the client', status.failure);
    const [known] = log?.ok ? readLogCauses(log.value) : [];
    const logMissing = log === undefined || log.ok ? [] : [couldNotLook('agent', "The client's log", log.failure)];
    const said = status.value;
    if ('daemonDown' in said) return judged([said.daemonDown], daemonDown(said.daemonDown, known), logMissing);
    if (said.needsLogin !== undefined) {
      return judged([`Daemon status: ${said.needsLogin}`], notRegistered(said.needsLogin, known), logMissing);
    }
    return judged(
      describe(said),
      connections(said, known),
      version(said, site.peer),
      serverVersion(said, server),
      logMissing,
    );
  },
};

function isWell(status: NetbirdStatus | undefined): boolean {
  return status !== undefined && connections(status, undefined).length === 0;
}

function describe({ management, signal, relays, peers, address, networks }: NetbirdStatus): string[] {
  const state = (connection: NetbirdStatus['management']) =>
    connection === undefined ? 'unknown' : connection.connected ? 'connected' : 'disconnected';
  return [
    `management ${state(management)}, signal ${state(signal)}, relays ${count(relays && [relays.available, relays.total])}, peers ${count(peers && [peers.connected, peers.total])}`,
    `address ${address ?? 'none'}, networks ${networks === undefined || networks.length === 0 ? '-' : networks.join(', ')}`,
  ];
}

function count(numbers: readonly [number, number] | undefined): string {
  return numbers === undefined ? 'unknown' : numbers.join('/');
}

function daemonDown(text: string, known: LogCause | undefined): Finding {
  return {
    severity: 'problem',
    what: 'the NetBird daemon does not answer',
    cause: explain(`netbird status says: ${text || 'nothing'}.`, known),
    fix: known?.fix ?? 'See its log; kubelet restarts the container when its liveness probe has failed three times.',
    link: known?.link ?? 'docs/doctor.md#agent',
    follows: ['management'],
  };
}

function notRegistered(state: string, known: LogCause | undefined): Finding {
  const meaning =
    state === 'SessionExpired'
      ? 'Its login expired: it was registered by a person, not by a setup key.'
      : 'The management server does not know its WireGuard key. Right after the first start this is normal for up to a minute; the client does not try again by itself, kubelet restarts it.';
  return {
    severity: 'problem',
    what: `the client is not registered (${state})`,
    cause: explain(meaning, known),
    fix: known?.fix ?? 'See that the setup key is valid in NetBird, not used up and not expired; then restart the pod.',
    link: known?.link ?? 'docs/runbooks/rotate-setup-key.md',
    follows: ['setup-key', 'management'],
  };
}

function connections(status: NetbirdStatus, known: LogCause | undefined): readonly Finding[] {
  const { management, signal, relays, peers } = status;
  const common = { link: known?.link ?? 'docs/doctor.md#agent' };
  if (management?.connected !== true) {
    return [
      {
        ...common,
        severity: 'problem',
        what: 'the client is not connected to the management server',
        cause: explain(reason(management?.error), known),
        fix: known?.fix ?? 'See that the management server runs, and look at the way from the node to it.',
        follows: ['management'],
      },
    ];
  }
  const findings: Finding[] = [];
  if (signal !== undefined && !signal.connected) {
    findings.push({
      ...common,
      severity: 'problem',
      what: 'the client is not connected to the signal service',
      cause: explain(`${reason(signal.error)} Peers cannot agree on a tunnel without it.`, known),
      fix: known?.fix ?? 'See that the signal service runs beside the management server, and that its port is open.',
      follows: ['management'],
    });
  }
  if (relays !== undefined && relays.total > 0 && relays.available === 0) {
    findings.push({
      ...common,
      severity: 'problem',
      what: 'no relay is available',
      cause: explain('Peers that cannot reach each other directly have no tunnel.', known),
      fix: known?.fix ?? 'See that the relay runs, and that its port is open from the node.',
      follows: ['management'],
    });
  } else if (relays !== undefined && relays.available < relays.total) {
    findings.push({
      ...common,
      severity: 'warning',
      what: `${relays.total - relays.available} of ${relays.total} relays are not available`,
      cause: 'The others carry the traffic. With all of them gone, peers that need one have no tunnel.',
      fix: 'See which: netbird status --detail in the pod.',
    });
  }
  if (findings.every(({ severity }) => severity !== 'problem') && peers !== undefined && peers.connected === 0) {
    findings.push({
      ...common,
      severity: 'problem',
      what: peers.total === 0 ? 'the client sees no other peer' : `none of ${peers.total} peers is connected`,
      cause:
        peers.total === 0
          ? 'No policy in NetBird lets another peer talk to it, or there is none.'
          : explain(
              'The far side is away, or nothing can carry a tunnel between the two: neither directly nor by a relay.',
              known,
            ),
      fix:
        peers.total === 0
          ? 'See in NetBird, under Access Control, that a policy joins the groups of both sides.'
          : 'See on the far side that its agent runs: docker exec netbird-agent netbird status',
    });
  }
  return findings;
}

function version({ daemonVersion }: NetbirdStatus, { image, namespace, podName }: Peer): readonly Finding[] {
  const tag = /:([^:@/]+)(?:@|$)/.exec(image)?.[1];
  if (daemonVersion === undefined || tag === undefined || daemonVersion === tag) return [];
  return [
    {
      severity: 'warning',
      what: `the client is of version ${daemonVersion}, not ${tag}`,
      cause: 'The pod runs another image than the site has, or one that holds another version than its tag says.',
      fix: `See which image runs: kubectl -n ${namespace} get pod ${podName} -o jsonpath='{.status.containerStatuses[*].imageID}'`,
      link: 'docs/doctor.md#agent',
      follows: ['pod', 'drift'],
    },
  ];
}

/** The client follows the server: an older server may not understand a newer one. */
function serverVersion({ daemonVersion }: NetbirdStatus, server: Answer<string> | undefined): readonly Finding[] {
  if (daemonVersion === undefined || server?.ok !== true || server.value === daemonVersion) return [];
  return [
    {
      severity: 'warning',
      what: `the client is of version ${daemonVersion}, the management server of ${server.value}`,
      cause: 'The site keeps the two at one version: what a client needs of a server of another one is not known.',
      fix: "Set netbirdVersion in main.ts to the server's version, or upgrade the server.",
      link: 'docs/runbooks/upgrade.md',
    },
  ];
}

function reason(error: string | undefined): string {
  return error === undefined ? 'It does not say why.' : `It says: ${excerpt(error, 200)}.`;
}

function explain(meaning: string, known: LogCause | undefined): string {
  return known === undefined ? meaning : `${known.cause} Its log says: ${known.line}`;
}
