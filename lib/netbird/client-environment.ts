/** What the environment of NetBird's client is made of. */
export interface ClientEnvironmentProps {
  readonly managementUrl: string;
  readonly hostname: string;
  readonly interfaceName: string;
  readonly wireguardPort: number;
}

/**
 * The environment of a client that does nothing but route. Each variable is a flag of `netbird up` or of the service.
 *
 * Most flags of `up` may have no effect on a volume that is registered already (netbird#1562): `netbird down;
 * netbird up` in the pod applies them.
 */
export function clientEnvironment(props: ClientEnvironmentProps): Readonly<Record<string, string>> {
  return {
    NB_MANAGEMENT_URL: props.managementUrl,
    // Sent only at login; the peer's name in NetBird stays what it was at registration.
    NB_HOSTNAME: props.hostname,
    NB_INTERFACE_NAME: props.interfaceName,
    NB_WIREGUARD_PORT: String(props.wireguardPort),
    // Otherwise it rewrites resolv.conf and competes for port 53 on the node.
    NB_DISABLE_DNS: 'true',
    // Otherwise another peer's exit-node route takes over the node's own traffic.
    NB_DISABLE_CLIENT_ROUTES: 'true',
    // Prefixes. NetBird's own list lacks Cilium's interfaces, so ICE would offer their addresses as candidates.
    NB_EXTRA_IFACE_BLACKLIST: 'cilium_,lxc',
    // The proxy needs CAP_BPF, which this container does not have.
    NB_DISABLE_EBPF_WG_PROXY: 'true',
    // No file that grows in the container. The entrypoint then sleeps for its default of 5 s instead of waiting for a
    // line in the log file, so NB_ENTRYPOINT_SERVICE_TIMEOUT stays unset.
    NB_LOG_FILE: 'console',
  };
}

const RESERVED: Readonly<Record<string, string>> = {
  NB_STATE_DIR: 'It moves the WireGuard key off the volume: the next restart would register another peer.',
  NB_CONFIG: 'It moves the profile with the WireGuard key off the volume.',
  NB_SETUP_KEY: 'A setup key written here is in Git for ever; the prop setupKey delivers it.',
  NB_SETUP_KEY_FILE: 'Together with NB_SETUP_KEY every netbird command fails; the prop setupKey delivers the key.',
  NB_PRESHARED_KEY: 'A key written here is in Git for ever.',
  POD_INDEX: 'It is the ordinal of the replica.',
  NB_DAEMON_ADDR: 'It moves the socket that the probes ask.',
  NB_FOREGROUND_MODE: 'With the entrypoint of the image it starts a second client on the same state.',
};

/** Why a site may not set this variable itself; undefined when it may. */
export function reservedBecause(variable: string, own: Readonly<Record<string, string>>): string | undefined {
  // The client reads WT_… as the old name of NB_….
  const name = variable.replace(/^WT_/, 'NB_');
  if (Object.hasOwn(RESERVED, name)) return RESERVED[name];
  return Object.hasOwn(own, name) ? 'The construct sets it itself.' : undefined;
}
