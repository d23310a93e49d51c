import { type DnsLabel, parseDnsLabel } from '../network/dns-label.ts';
import { InvalidValue } from '../refusal/invalid-value.ts';

/**
 * @param value the name of a namespace that a construct makes. Refused: `default` and `kube-…`, where others live
 * @throws InvalidValue
 */
export function parseOwnNamespace(value: unknown, example = 'netbird'): DnsLabel {
  const name = parseDnsLabel(value, example);
  if (name === 'default' || name.startsWith('kube-')) {
    throw new InvalidValue(
      'The construct makes its namespace, and its Pod Security level would hold for all else that runs in this one.',
      `Write one that nothing else lives in, for example "${example}".`,
    );
  }
  return name;
}
