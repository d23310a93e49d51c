import { shown } from '../../refusal/problem.ts';
import { describeJudged } from '../question.ts';
import type { Rule } from './rule.ts';

/** Without connection tracking nothing of the kernel's, such as NetBird's masquerading, can translate a pod's traffic. */
export const noConntrackIptablesRules: Rule = (config, question) =>
  config.candidates(question.nodeLabels).flatMap((settings) => {
    const setting = settings.get('install-no-conntrack-iptables-rules');
    if (setting === undefined || !settings.isTrue('install-no-conntrack-iptables-rules')) return [];
    return [
      {
        rule: 'no-conntrack-iptables-rules',
        severity: 'error',
        place: setting.place,
        value: shown(setting.value),
        verdict: `breaks routing peers on ${describeJudged(question)}`,
        reason:
          'Cilium then exempts pod traffic from connection tracking, which the masquerading of a routing peer needs.',
        source: 'pkg/datapath/iptables/iptables.go',
        remedy: 'Write false, or take it out.',
      },
    ];
  });
