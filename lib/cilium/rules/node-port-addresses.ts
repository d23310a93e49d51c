import { Cidr } from '../../network/cidr.ts';
import { InvalidValue } from '../../refusal/invalid-value.ts';
import { shown } from '../../refusal/problem.ts';
import { decodeDevices } from '../device-filter.ts';
import type { Finding } from '../finding.ts';
import { describeVersions, type Question } from '../question.ts';
import type { Rule } from './rule.ts';

/** The range that NetBird gives its peers their addresses from (RFC 6598). */
const OVERLAYS = Cidr.parse('100.64.0.0/10');

/** NodePort addresses in the overlay's range would offer every NodePort to NetBird's peers. */
export const nodePortAddresses: Rule = (config, question) =>
  config.candidates(question.nodeLabels).flatMap((settings) => {
    const setting = settings.get('nodeport-addresses');
    return decodeDevices(setting?.value)
      .map((entry) => entry.trim())
      .filter((entry) => entry !== '')
      .flatMap((entry) => judge(entry, question))
      .map((judged) => ({
        rule: 'node-port-addresses',
        severity: 'warning',
        place: settings.placeOf('nodeport-addresses'),
        source: 'pkg/datapath/tables/node_address.go',
        ...judged,
      }));
  });

function judge(entry: string, question: Question): Pick<Finding, 'value' | 'verdict' | 'reason' | 'remedy'>[] {
  try {
    if (!Cidr.parse(entry).overlaps(OVERLAYS)) return [];
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    return [{ value: shown(entry), verdict: 'cannot be judged', reason: error.reason, remedy: error.remedy }];
  }
  return [
    {
      value: shown(entry),
      verdict: `overlaps ${OVERLAYS} ${describeVersions(question)}`,
      reason: `NetBird takes its addresses from ${OVERLAYS}: NodePorts would listen on those of the tunnel.`,
      remedy: 'Name the local network only, for example 192.168.1.0/24.',
    },
  ];
}
