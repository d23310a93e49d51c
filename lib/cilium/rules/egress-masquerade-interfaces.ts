import { shown } from '../../refusal/problem.ts';
import { describeVersions } from '../question.ts';
import type { Rule } from './rule.ts';

/**
 * The interfaces become `-o` options of iptables, whose pattern is a name with at most one + at its end. Together with
 * BPF masquerading the agent refuses to start on any of them.
 */
export const egressMasqueradeInterfaces: Rule = (config, question) =>
  config.candidates(question.nodeLabels).flatMap((settings) => {
    const { interfaceName } = question;
    const setting = settings.get('egress-masquerade-interfaces');
    if (setting === undefined) return [];
    if (!setting.value.split(/[\s,]/).some((name) => isMatch(name, interfaceName))) return [];
    const isFatal = settings.isTrue('enable-bpf-masquerade');
    const where = describeVersions(question);
    return [
      {
        rule: 'egress-masquerade-interfaces',
        severity: isFatal ? 'error' : 'warning',
        place: setting.place,
        value: shown(setting.value),
        verdict: isFatal ? `the agent does not start ${where}` : `masquerades into ${interfaceName} ${where}`,
        reason: isFatal
          ? 'BPF masquerading does not allow to name interfaces: the agent stops.'
          : `Pods that go out through ${interfaceName} get its address, so that NetBird's peers do not see theirs.`,
        source: 'daemon/cmd/daemon.go and pkg/datapath/iptables/iptables.go',
        remedy: isFatal ? 'Take it out.' : `Take ${interfaceName} out.`,
      },
    ];
  });

function isMatch(pattern: string, interfaceName: string): boolean {
  return pattern.endsWith('+') ? interfaceName.startsWith(pattern.slice(0, -1)) : pattern === interfaceName;
}
