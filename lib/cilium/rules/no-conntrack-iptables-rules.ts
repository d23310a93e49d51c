import { shown } from '../../refusal/problem.ts';
import { describeVersions } from '../question.ts';
import type { Rule } from './rule.ts';

/** Without connection tracking nothing of the kernel's, such as NetBird's masquerading, can translate a pod's traffic. */
export const noConntrackIptablesRules: Rule = (config, question) =>
  config.candidates(question.nodeLabels).flatMap((settings) => {
    const key = 'install-no-conntrack-iptables-rules';
    if (!settings.isTrue(key)) return [];
    return [
      {
        rule: 'no-conntrack-iptables-rules',
        severity: 'error',
        place: settings.placeOf(key),
        value: shown(settings.get(key)?.value),
        verdict: `breaks routing peers ${describeVersions(question)}`,
        reason:
          'Cilium then exempts pod traffic from connection tracking, which the masquerading of a routing peer needs.',
        source: 'pkg/datapath/iptables/iptables.go',
        remedy: 'Write false, or take it out.',
      },
    ];
  });
