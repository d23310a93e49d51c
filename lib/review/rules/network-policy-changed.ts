import { touches } from '../compare/field-path.ts';
import { staysBehind } from '../delivery.ts';
import type { Rule } from './rule.ts';

const KINDS = ['CiliumClusterwideNetworkPolicy', 'CiliumNetworkPolicy', 'NetworkPolicy'];

/** A policy that allows more, or isolates fewer pods, cannot be told from its opposite without the pods. */
export const networkPolicyChanged: Rule = {
  name: 'network-policy-changed',
  class: 'exposure',
  reason: 'Network policies decide which pods may be reached.',
  source: 'Kubernetes: network policies',

  find({ before, after, differences }, sites) {
    if (before === undefined || !KINDS.includes(before.kind) || staysBehind({ before, after }, sites)) return [];
    const relevant = differences.filter(({ path }) => touches(path, 'spec') || touches(path, 'specs'));
    if (relevant.length === 0) return [];
    return [
      {
        differences: relevant,
        consequence:
          after === undefined ? 'What it kept out may come in.' : 'Other traffic than before may be let through.',
        remedy: 'Look whether that is meant.',
      },
    ];
  },
};
