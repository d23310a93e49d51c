import { InvalidValue } from '../refusal/invalid-value.ts';
import type { Branded } from './branded.ts';

/** A DNS label (RFC 1123): the form of a host name without dots, and of most Kubernetes names. */
export type DnsLabel = Branded<'DnsLabel'>;

/**
 * @param value 1 to 63 lower-case letters, digits and hyphens, with a letter or digit at both ends
 * @throws InvalidValue
 */
export function parseDnsLabel(value: unknown, example = 'k8s-routing-peer'): DnsLabel {
  if (typeof value !== 'string' || value.length > 63 || !/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(value)) {
    throw new InvalidValue(
      'It is not a DNS label: 1 to 63 lower-case letters, digits and hyphens, none of these at an end.',
      `Write, for example, "${example}".`,
    );
  }
  return value as DnsLabel;
}
