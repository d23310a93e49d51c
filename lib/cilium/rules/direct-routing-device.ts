import { shown } from '../../refusal/problem.ts';
import type { CiliumVersion } from '../cilium-version.ts';
import { decidingEntry } from '../device-filter.ts';
import { describeVerdict, judgedVersions, otherInterface } from '../question.ts';
import type { Rule } from './rule.ts';

/**
 * The device for traffic between nodes is matched like an entry of `devices`: a + at the end makes a prefix, ! excludes
 * from 1.19 on. Up to 1.16 commas separate several; later the whole string is one entry.
 */
export const directRoutingDevice: Rule = (config, question) =>
  config.candidates(question.nodeLabels).flatMap((settings) => {
    const { interfaceName } = question;
    const setting = settings.get('direct-routing-device');
    if (setting === undefined) return [];
    const versions = judgedVersions(question).filter((version) => {
      const deciding = decidingEntry(decode(setting.value, version), interfaceName, version);
      return deciding !== undefined && !deciding.excludes;
    });
    if (versions.length === 0) return [];
    return [
      {
        rule: 'direct-routing-device',
        severity: 'error',
        place: setting.place,
        value: shown(setting.value),
        verdict: describeVerdict(question, `${interfaceName} is the direct routing device`, versions),
        reason: `Cilium would send traffic between nodes through ${interfaceName}, and it can choose only what it has selected as a device.`,
        source: 'pkg/datapath/tables/direct_routing_device.go (up to 1.16: pkg/datapath/linux/devices.go)',
        remedy: `Name the interface that has the address of the node, for example ${otherInterface(interfaceName)}, or take it out.`,
      },
    ];
  });

function decode(value: string, version: CiliumVersion): readonly string[] {
  const trimmed = value.trim();
  return version.isAtLeast(17) ? [trimmed] : trimmed.split(',');
}
