import { isIPv4 } from 'node:net';
import { z } from 'zod';
import { Cidr } from '../network/cidr.ts';
import { type Answer, answered, unanswered } from './cluster/answer.ts';
import type { Inquiry } from './cluster/inquiry.ts';
import type { DoctorOptions } from './doctor-options.ts';
import type { Site } from './site.ts';

const Gateway = z
  .object({
    status: z.object({ addresses: z.array(z.object({ value: z.string() })).default([]) }).default({ addresses: [] }),
  })
  .transform(({ status }) => status.addresses.map(({ value }) => value));

/** The address that the far side asks: the one that is given, or that of a Gateway inside the routed networks. */
export async function getGatewayAddress(site: Site, options: DoctorOptions, inquiry: Inquiry): Promise<Answer<string>> {
  if (options.gateway !== undefined) return answered(options.gateway);
  const gateways = await inquiry.list({ apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway' }, Gateway);
  if (!gateways.ok) return gateways;
  const addresses = [...new Set(gateways.value.flat())].filter((address) => isWithin(address, site.peer.networks));
  const [address, ...others] = addresses;
  if (address !== undefined && others.length === 0) return answered(address);
  return unanswered(
    'not-found',
    addresses.length === 0
      ? 'No Gateway of the cluster has an address in the routed networks.'
      : `Several Gateways have an address in the routed networks: ${addresses.join(', ')}.`,
  );
}

function isWithin(address: string, networks: readonly string[]): boolean {
  if (!isIPv4(address)) return false;
  const host = Cidr.parse(`${address}/32`);
  return networks.some((network) => Cidr.parse(network).contains(host));
}
