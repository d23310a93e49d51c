/** A rule of the table `nat`, as `iptables-save -c` prints it. */
export interface NatRule {
  readonly chain: string;

  /** Behind the chain: `-s 100.109.0.0/16 -d 192.168.1.0/24 -j MASQUERADE`. */
  readonly rule: string;
  readonly packets: number;
}

/** Undefined when the output is not that of `iptables-save -c -t nat`. */
export function readNatRules(output: string): readonly NatRule[] | undefined {
  if (!/^\*nat\s*$/m.test(output)) return undefined;
  return [...output.matchAll(/^\[(\d+):\d+\] -A (\S+) (.*?)\s*$/gm)].map(([, packets, chain = '', rule = '']) => ({
    chain,
    rule,
    packets: Number(packets),
  }));
}

/** The one that gives packets from the overlay to the network an address of the node. */
export function masqueradeRule(
  rules: readonly NatRule[],
  { overlay, network }: { readonly overlay: string; readonly network: string },
): NatRule | undefined {
  return rules.find(
    ({ chain, rule }) => chain === 'POSTROUTING' && rule === `-s ${overlay} -d ${network} -j MASQUERADE`,
  );
}
