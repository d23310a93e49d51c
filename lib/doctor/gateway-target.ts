import { isIPv4 } from 'node:net';
import { z } from 'zod';
import { Cidr } from '../network/cidr.ts';
import { type Answer, answered, unanswered, valueIn } from './cluster/answer.ts';
import type { Inquiry } from './cluster/inquiry.ts';
import type { DoctorOptions } from './doctor-options.ts';
import type { Site } from './site.ts';

/** What the far side asks for. */
export interface GatewayTarget {
  /** IPv4 */
  readonly address: string;

  /** Where it listens; by HTTP where it does, since TLS needs the name of a host. */
  readonly scheme: 'http' | 'https';
  readonly port: number;

  /** `<namespace>-<name>` of the Service that Cilium made for it; undefined where no Gateway of the cluster has the address. */
  readonly service?: string;
}

const Gateway = z.object({
  metadata: z.object({ name: z.string(), namespace: z.string().default('') }),
  spec: z
    .object({ listeners: z.array(z.object({ protocol: z.string(), port: z.number() })).default([]) })
    .default({ listeners: [] }),
  status: z.object({ addresses: z.array(z.object({ value: z.string() })).default([]) }).default({ addresses: [] }),
});

type Gateway = z.infer<typeof Gateway>;

/** The Gateway at the address that is given, or the one whose address is inside the routed networks. */
export async function getGatewayTarget(
  { peer }: Site,
  options: DoctorOptions,
  inquiry: Inquiry,
): Promise<Answer<GatewayTarget>> {
  const found = await inquiry.list({ apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway' }, Gateway);
  const at = (address: string) => valueIn(found)?.find((one) => addressesOf(one).includes(address));
  if (options.gateway !== undefined) return answered(targetOf(options.gateway, at(options.gateway)));
  if (!found.ok) return found;
  const all = [...new Set(found.value.flatMap(addressesOf))];
  const addresses = all.filter((one) => isWithin(one, peer.networks));
  const [address, ...others] = addresses;
  if (address !== undefined && others.length === 0) return answered(targetOf(address, at(address)));
  return unanswered(
    'not-found',
    addresses.length === 0
      ? `No Gateway of the cluster has an address in the routed networks: they have ${all.join(', ') || 'none'}.`
      : `Several Gateways have an address in the routed networks: ${addresses.join(', ')}.`,
  );
}

/** `http://192.168.1.220/`, with the port where it is not the usual one. */
export function urlOf({ scheme, port }: GatewayTarget, host: string): string {
  const isUsual = port === (scheme === 'http' ? 80 : 443);
  return `${scheme}://${host}${isUsual ? '' : `:${port}`}/`;
}

function addressesOf({ status }: Gateway): readonly string[] {
  return status.addresses.map(({ value }) => value);
}

function targetOf(address: string, gateway: Gateway | undefined): GatewayTarget {
  const listeners = gateway?.spec.listeners ?? [];
  const ports = (protocol: string) => listeners.filter((one) => one.protocol === protocol).map(({ port }) => port);
  const [http] = ports('HTTP').toSorted((a, b) => a - b);
  const [https] = ports('HTTPS').toSorted((a, b) => a - b);
  const isSecure = http === undefined && https !== undefined;
  return {
    address,
    ...(isSecure ? { scheme: 'https', port: https } : { scheme: 'http', port: http ?? 80 }),
    ...(gateway !== undefined && { service: `${gateway.metadata.namespace}-cilium-gateway-${gateway.metadata.name}` }),
  };
}

export function isWithin(address: string, networks: readonly string[]): boolean {
  if (!isIPv4(address)) return false;
  const host = Cidr.parse(`${address}/32`);
  return networks.some((network) => Cidr.parse(network).contains(host));
}
