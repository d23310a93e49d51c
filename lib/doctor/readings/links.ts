import { z } from 'zod';

/** An interface of the node, of `ip -j address show`. */
export interface Link {
  readonly name: string;
  readonly isUp: boolean;
  readonly addresses: readonly string[];
}

const Links = z.array(
  z.object({
    ifname: z.string(),
    flags: z.array(z.string()).default([]),
    addr_info: z.array(z.object({ local: z.string().optional() })).default([]),
  }),
);

/** Undefined when the output is not that of `ip -j address show`. */
export function readLinks(output: string): readonly Link[] | undefined {
  let json: unknown;
  try {
    json = JSON.parse(output);
  } catch {
    return undefined;
  }
  return Links.safeParse(json).data?.map(({ ifname, flags, addr_info }) => ({
    name: ifname,
    isUp: flags.includes('UP'),
    addresses: addr_info.flatMap(({ local }) => local ?? []),
  }));
}
