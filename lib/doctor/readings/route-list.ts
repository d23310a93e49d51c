/** A network as `netbird routes list` has it. */
export interface ListedRoute {
  readonly id: string;
  readonly network: string;
  readonly isSelected: boolean;
}

/** Undefined when the output is not that of `netbird routes list`. Routes to domains are left out. */
export function readRouteList(output: string): readonly ListedRoute[] | undefined {
  if (/^No networks available\./m.test(output)) return [];
  if (!/^Available Networks:/m.test(output)) return undefined;
  const entries = output.matchAll(/^\s*- ID: (.*)\n\s*Network: (\S+)\n\s*Status: (.*)$/gm);
  return [...entries].map(([, id = '', network = '', status]) => ({
    id,
    network,
    isSelected: status?.trim() === 'Selected',
  }));
}
