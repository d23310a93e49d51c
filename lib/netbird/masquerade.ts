import type { Cidr } from '../network/cidr.ts';

/**
 * The script of the init container `setup-iptables`: one source NAT rule for each network, so that hosts on the LAN
 * answer the routing peer's node instead of an overlay address that they have no route to. It looks before it adds,
 * because the rules outlive the pod on a node whose network it shares.
 *
 * NetBird adds rules of its own where a route has `masquerade: true`; these then count 0 packets, which is normal.
 *
 * The prefixes stand in it without quotes: their canonical notation has no character that a shell knows.
 */
export function masqueradeScript(overlay: Cidr, networks: readonly Cidr[]): string {
  const commands = networks.map((network) => {
    const rule = `POSTROUTING -s ${overlay} -d ${network} -j MASQUERADE`;
    return `iptables -t nat -C ${rule} 2>/dev/null \\\n|| iptables -t nat -A ${rule}\n`;
  });
  return `set -eu\n${commands.join('')}`;
}
