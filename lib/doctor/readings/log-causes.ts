import { excerpt } from '../objects.ts';

/** Something in the client's log whose cause is known. */
export interface LogCause {
  /** The end of the log's line, shortened. */
  readonly line: string;

  /** Full sentences. */
  readonly cause: string;
  readonly fix: string;
  readonly link: string;
}

interface KnownError {
  readonly form: RegExp;
  readonly cause: string;
  readonly fix: string;
  readonly link: string;
}

/** Read in the client's and the management server's sources of 0.66.2. */
const KNOWN: readonly KnownError[] = [
  {
    form: /invalid setup-key or no sso information provided/i,
    cause: 'The setup key is not of the form of a UUID: it is a placeholder, or was cut off.',
    fix: 'Put the whole key into the store, then restart the pod.',
    link: 'docs/runbooks/rotate-setup-key.md',
  },
  {
    form: /setup key is invalid/i,
    cause:
      'The management server refuses the setup key: it is revoked, expired, used up, or of another account. It is asked for because the server does not know the WireGuard key: the peer is new, or was deleted.',
    fix: 'Make a new setup key in NetBird, put it into the store, then restart the pod.',
    link: 'docs/runbooks/rotate-setup-key.md',
  },
  {
    form: /no peer auth method provided/i,
    cause: 'The management server does not know the WireGuard key, and the client has no setup key to register with.',
    fix: 'See that NB_SETUP_KEY, or the file of NB_SETUP_KEY_FILE, reaches the container, then restart the pod.',
    link: 'docs/doctor.md#setup-key',
  },
  {
    form: /peer login has expired/i,
    cause: 'The login of the peer has expired: it was registered by a person, not by a setup key.',
    fix: 'Switch off the expiration of its login in NetBird, or register it again with a setup key.',
    link: 'docs/doctor.md#agent',
  },
  {
    form: /x509: |certificate (has expired|signed by unknown authority|is not valid)/i,
    cause:
      "The certificate of the management server, or of a relay, is not accepted: it expired, is of another name, or the node's clock is wrong.",
    fix: 'Renew the certificate, and look at the clock of the node.',
    link: 'docs/doctor.md#management',
  },
  {
    form: /lookup \S+.*(no such host|i\/o timeout|server misbehaving)/i,
    cause: 'The pod cannot resolve the name of the management server.',
    fix: 'Look at the DNS of the cluster and of the node; the pod asks the cluster first (ClusterFirstWithHostNet).',
    link: 'docs/doctor.md#management',
  },
  {
    form: /failed to create (ipv4 )?raw socket|creating tunnel interface .*operation not permitted|failed creating tunnel interface/i,
    cause:
      'The client may not make the tunnel interface: a capability is missing (NET_ADMIN; NET_RAW with kernel WireGuard), or the node has no WireGuard.',
    fix: 'Compare the securityContext of the container with dist/; if they are equal, set privileged: true in main.ts.',
    link: 'docs/doctor.md#agent',
  },
  {
    form: /address already in use/i,
    cause: 'Another WireGuard on the node has the port: a second NetBird client, or a second replica.',
    fix: 'Move one of them to another node, or give the peer another wireguardPort.',
    link: 'docs/doctor.md#agent',
  },
  {
    form: /no space left on device/i,
    cause: 'The volume, or the disk of the node, is full.',
    fix: 'Make room; the identity on the volume is a few kilobytes and must stay.',
    link: 'docs/doctor.md#claim',
  },
  {
    form: /failed (re)?connecting to Management Service|while connecting to the Signal Exchange Service/i,
    cause: 'The management server, or its signal service, could not be reached.',
    fix: 'Look at the server, and at the way from the node to it.',
    link: 'docs/doctor.md#management',
  },
];

/** The known causes in a log, those of its last lines first, each once. */
export function readLogCauses(log: string): readonly LogCause[] {
  const causes = new Map<string, LogCause>();
  for (const line of log.split('\n').reverse()) {
    const known = KNOWN.find(({ form }) => form.test(line));
    if (known === undefined || causes.has(known.cause)) continue;
    const { cause, fix, link } = known;
    causes.set(cause, { line: shorten(line), cause, fix, link });
  }
  return [...causes.values()];
}

/** Without the time in front, and without what looks like a key. */
function shorten(line: string): string {
  return excerpt(line.replace(/^\S+T\S+\s+/, ''), 200);
}
