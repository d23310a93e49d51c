import { shown } from '../../refusal/problem.ts';
import { describeVerdict, judgedVersions } from '../question.ts';
import type { Rule } from './rule.ts';

/** From 1.17 on the drop of the L7 load balancer's replies is gone, unless packets are redirected to the proxy by BPF. */
export const tproxy: Rule = (config, question) =>
  config.candidates(question.nodeLabels).flatMap((settings) => {
    const key = 'enable-bpf-tproxy';
    const versions = judgedVersions(question).filter((version) => version.isAtLeast(17));
    if (!settings.isTrue(key) || versions.length === 0) return [];
    return [
      {
        rule: 'tproxy',
        severity: 'warning',
        place: settings.placeOf(key),
        value: shown(settings.get(key)?.value),
        verdict: describeVerdict(question, 'the hairpin drop is back', versions),
        reason: `Should ${question.interfaceName} ever be a device, replies of the L7 load balancer are lost there, as on 1.16.`,
        source: 'cilium#44982',
        remedy: 'Write false, or take it out.',
      },
    ];
  });
