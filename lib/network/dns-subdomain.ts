import { InvalidValue } from '../refusal/invalid-value.ts';
import type { Branded } from './branded.ts';

/** DNS labels joined by dots (RFC 1123): the form of the names of most Kubernetes objects. */
export type DnsSubdomain = Branded<'DnsSubdomain'>;

/**
 * @param value up to 253 lower-case letters, digits, hyphens and dots, with a letter or digit on both sides of each dot
 * @throws InvalidValue
 */
export function parseDnsSubdomain(value: unknown, example = 'local-path'): DnsSubdomain {
  const isLabel = (text: string) => /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(text);
  if (typeof value !== 'string' || value.length > 253 || !value.split('.').every(isLabel)) {
    throw new InvalidValue(
      'It is not the name of a Kubernetes object: lower-case letters, digits, hyphens and dots.',
      `Write, for example, "${example}".`,
    );
  }
  return value as DnsSubdomain;
}
