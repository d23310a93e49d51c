import { touches } from '../compare/field-path.ts';
import { staysBehind } from '../delivery.ts';
import { Runbook } from '../runbook.ts';
import type { Rule } from './rule.ts';

/** Agents read it when they start. */
export const nodeConfigUntilRestart: Rule = {
  name: 'node-config-until-restart',
  class: 'no-effect',
  reason: 'Cilium reads a CiliumNodeConfig at the start of an agent and never again.',
  source: 'Cilium: CiliumNodeConfig',

  find({ before, after, differences }, sites) {
    const object = after ?? before;
    if (object?.kind !== 'CiliumNodeConfig' || staysBehind({ before, after }, sites)) return [];
    const relevant = differences.filter(({ path }) => touches(path, 'spec'));
    if (relevant.length === 0) return [];
    return [
      {
        differences: relevant,
        consequence: 'The agents go on with what they read when they started.',
        remedy: 'After the sync restart the agents, at least those of its nodes.',
        command: `kubectl -n ${object.namespace} rollout restart daemonset/cilium`,
        runbook: Runbook.FirstInstallation,
      },
    ];
  },
};
