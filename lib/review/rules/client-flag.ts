import type { Difference } from '../compare/compare-objects.ts';
import { type FieldPath, touches } from '../compare/field-path.ts';
import { clientOf, replicasOf } from '../workload.ts';
import type { Rule } from './rule.ts';

/** Read by the daemon or the entrypoint each time they start; the others are flags of `netbird up`. */
const READ_AT_START = [
  'CONFIG',
  'DAEMON_ADDR',
  'DISABLE_EBPF_WG_PROXY',
  'ENTRYPOINT_LOGIN_TIMEOUT',
  'ENTRYPOINT_SERVICE_TIMEOUT',
  'FOREGROUND_MODE',
  // Of this one another rule speaks.
  'HOSTNAME',
  'LOG_FILE',
  'LOG_LEVEL',
  'SETUP_KEY',
  'SETUP_KEY_FILE',
  'STATE_DIR',
];

/** With a persisted profile the daemon connects by itself, and `netbird up` returns before it sets anything. */
export const clientFlag: Rule = {
  name: 'client-flag',
  class: 'no-effect',
  reason: 'A registered client may go on with the flags that it has stored.',
  source: 'netbird#1562; netbird: client/cmd/up.go, "Already connected"',

  find({ before, after, differences }) {
    if (before === undefined || after === undefined) return [];
    const [old, client] = [clientOf(before), clientOf(after)];
    if (old === undefined || client === undefined) return [];
    const relevant = differences.filter(({ path, isOrder }) => !isOrder && isFlag(path, String(client.name)));
    if (relevant.length === 0) return [];
    const pod = after.kind === 'StatefulSet' ? `${after.name}-0` : `deployment/${after.name}`;
    const inTurn = replicasOf(after) > 1 ? ', in one replica after the other' : '';
    return [
      {
        differences: relevant,
        consequence: `A peer that is registered may not apply it, even after the restart: it goes on with what it has stored.${aboutServer(relevant)}`,
        remedy: `After the sync have it applied${inTurn}.`,
        command: `kubectl -n ${after.namespace} exec ${pod} -c ${client.name} -- sh -c 'netbird down; netbird up'`,
      },
    ];
  },
};

/** Another server knows none of the peers of the first. */
function aboutServer(differences: readonly Difference[]): string {
  const isServer = differences.some(({ path }) => /^\[(NB|WT)_MANAGEMENT_URL\]$/.test(path[6] ?? ''));
  return isServer ? ' Where the address is that of another server, it then registers there, as a new peer.' : '';
}

function isFlag(path: FieldPath, client: string): boolean {
  if (!touches(path, `spec.template.spec.containers.[${client}].env.*`) || path.length < 7) return false;
  const variable = /^\[(?:NB|WT)_(.+)\]$/.exec(path[6] ?? '')?.[1];
  return variable !== undefined && !READ_AT_START.includes(variable);
}
