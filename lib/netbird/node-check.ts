import type { Cidr } from '../network/cidr.ts';
import type { InterfaceName } from '../network/interface-name.ts';

export interface NodeCheckProps {
  readonly networks: readonly Cidr[];
  readonly lanInterface: InterfaceName | undefined;
  readonly interfaceName: InterfaceName;
  readonly loadsKernelModule: boolean;
}

/**
 * The script of the init container `check-node`, which reads and never writes: whether the node forwards packets, and
 * has the interface to the networks. Only these two keep the peer from starting. All else is a line of its log, because
 * it may look wrong and be right: a tunnel interface that a killed predecessor left, a module that is loaded on demand.
 * `/dev/net/tun` is not looked for: a container without privileges does not see it.
 *
 * Forwarding may come later than the pod, from Cilium's agent or the node's own services, so it is waited for.
 */
export function nodeCheckScript(props: NodeCheckProps): string {
  return [
    'set -eu\n',
    props.lanInterface === undefined ? '' : lanInterfaceCheck(props.lanInterface),
    FORWARDING_CHECK,
    ...props.networks.map(routeReport),
    tunnelReport(props.interfaceName),
    moduleReport(props.loadsKernelModule),
    SOURCE_MARK_REPORT,
  ].join('');
}

function lanInterfaceCheck(name: InterfaceName): string {
  return `lan_interface=${quoted(name)}
if ! ip link show dev "$lan_interface" >/dev/null 2>&1; then
  found=$(ip -o link show | sed 's/^[0-9]*: \\([^:@]*\\).*/\\1/' | tr '\\n' ' ' | sed 's/ $//')
  printf '%s\\n' "This node has no interface $lan_interface, but has $found: correct lanInterface in main.ts, or the network of the node (Talos: machine.network.interfaces; Ubuntu, k3s: /etc/netplan). See docs/nodes.md." >&2
  exit 1
fi
`;
}

const FORWARDING_CHECK = `seconds=0
while [ "$(cat /proc/sys/net/ipv4/ip_forward)" = 0 ]; do
  if [ $seconds -ge 120 ]; then
    echo 'net.ipv4.ip_forward is still 0 after 120 s: set it to 1 on the node (Talos: machine.sysctls; Ubuntu, k3s: /etc/sysctl.d/90-netbird.conf, then sysctl --system). See docs/nodes.md.' >&2
    exit 1
  fi
  [ $seconds -gt 0 ] || echo 'net.ipv4.ip_forward is 0: waiting for it, 120 s at most.'
  sleep 5
  seconds=$((seconds + 5))
done
echo 'net.ipv4.ip_forward is 1.'
`;

function routeReport(network: Cidr): string {
  return `echo "Way to ${network}: $(ip -4 -o route get ${network.firstHost()} 2>&1 | sed 's/ uid .*//')"\n`;
}

function tunnelReport(name: InterfaceName): string {
  return `tunnel=${quoted(name)}
! ip link show dev "$tunnel" >/dev/null 2>&1 || printf '%s\\n' "$tunnel is there already, left by the peer before this one."
`;
}

function moduleReport(loadsKernelModule: boolean): string {
  const absent = loadsKernelModule
    ? 'not loaded yet; NetBird loads it, or tunnels in user space'
    : 'not to be seen; if it is not built in, NetBird tunnels in user space, which is slower';
  return `[ -d /sys/module/wireguard ] && echo 'Module wireguard: loaded.' || echo 'Module wireguard: ${absent}.'\n`;
}

const SOURCE_MARK_REPORT = `if [ "$(cat /proc/sys/net/ipv4/conf/all/src_valid_mark)" = 1 ]; then
  echo "net.ipv4.conf.all.src_valid_mark is 1: this node must not be the one that announces the Gateway's address (netbird#4575)."
fi
`;

/** Names of interfaces may have characters that a shell would read. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
