import { InvalidValue } from '../refusal/invalid-value.ts';
import { type DnsLabel, parseDnsLabel } from './dns-label.ts';

/**
 * @param value the name of a Service, or the beginning of one: a DNS label that begins with a letter (RFC 1035)
 * @throws InvalidValue
 */
export function parseServiceName(value: unknown, example = 'netbird'): DnsLabel {
  const name = parseDnsLabel(value, example);
  if (!/^[a-z]/.test(name)) {
    throw new InvalidValue('The name of a Service begins with a letter.', `Write, for example, "${example}".`);
  }
  return name;
}
