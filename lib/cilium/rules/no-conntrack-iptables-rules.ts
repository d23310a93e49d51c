import { shown } from '../../refusal/problem.ts';
import type { Rule } from './rule.ts';

/** Without connection tracking nothing of the kernel's, such as NetBird's masquerading, can translate a pod's traffic. */
export const noConntrackIptablesRules: Rule = (config, { nodeLabels, ciliumVersion }) =>
  config.candidates(nodeLabels).flatMap((settings) => {
    const setting = settings.get('install-no-conntrack-iptables-rules');
    if (setting === undefined || !settings.isTrue('install-no-conntrack-iptables-rules')) return [];
    return [
      {
        rule: 'no-conntrack-iptables-rules',
        severity: 'error',
        place: setting.place,
        value: shown(setting.value),
        verdict: `breaks routing peers on ${ciliumVersion === undefined ? 'every version' : `Cilium ${ciliumVersion}`}`,
        reason:
          'Cilium then exempts pod traffic from connection tracking, which the masquerading of a routing peer needs.',
        source: 'pkg/datapath/iptables/iptables.go',
        remedy: 'Write false, or take it out.',
      },
    ];
  });
