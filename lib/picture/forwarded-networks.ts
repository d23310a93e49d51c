import type { KubernetesObject } from '../output/manifest.ts';
import { listAt } from '../output/record.ts';

/** What a routing peer forwards between, as the scripts of its init containers have it. */
export interface ForwardedNetworks {
  /** The mesh range; undefined where nothing names it. */
  readonly overlay: string | undefined;

  /** The networks behind the node. */
  readonly networks: readonly string[];

  /** Whether packets to them leave with the address of the node. */
  readonly masquerades: boolean;

  /** The node's interface to the networks; undefined where nothing names it. */
  readonly lanInterface: string | undefined;
}

/** See lib/netbird/masquerade.ts. */
const MASQUERADE_RULE = /-A POSTROUTING -s (\S+) -d (\S+) -j MASQUERADE/g;

/** See lib/netbird/node-check.ts, which runs where nothing is masqueraded too. */
const WAY_TO_NETWORK = /"Way to ([0-9a-f.:/]+): /g;
const LAN_INTERFACE = /^lan_interface='([^']+)'$/m;

export function forwardedNetworks(workload: KubernetesObject): ForwardedNetworks {
  const scripts = listAt(workload, 'spec', 'template', 'spec', 'initContainers')
    .flatMap((container) => [...listAt(container, 'command'), ...listAt(container, 'args')])
    .filter((argument) => typeof argument === 'string')
    .join('\n');
  const rules = [...scripts.matchAll(MASQUERADE_RULE)].map(([, overlay, network]) => ({ overlay, network }));
  const networks = [
    ...rules.flatMap(({ network }) => network ?? []),
    ...[...scripts.matchAll(WAY_TO_NETWORK)].flatMap(([, network]) => network ?? []),
  ];
  return {
    overlay: rules[0]?.overlay,
    networks: [...new Set(networks)],
    masquerades: rules.length > 0,
    lanInterface: LAN_INTERFACE.exec(scripts)?.[1],
  };
}
