import { fateOf } from '../delivery.ts';
import { Runbook } from '../runbook.ts';
import { claimsOf } from '../workload.ts';
import type { Rule } from './rule.ts';

/** A claim that a StatefulSet makes is not rendered, and not lost when it no longer is. */
export const claimRemoved: Rule = {
  name: 'claim-removed',
  class: 'identity',
  reason: 'Pruning a claim deletes its volume, unless the class retains it.',
  source: 'Kubernetes: PersistentVolume reclaim policy',

  find({ before, after, differences }, sites) {
    if (before === undefined || after !== undefined) return [];
    if (before.kind !== 'PersistentVolumeClaim' && before.kind !== 'PersistentVolume') return [];
    const users = sites.after.inNamespace(before).flatMap(claimsOf);
    const isMadeAnyway = users.some(
      (claim) => claim.replace('<ordinal>', /-(\d+)$/.exec(before.name)?.[1] ?? '') === before.name,
    );
    if (isMadeAnyway && users.some((claim) => claim.includes('<ordinal>'))) return [];
    const { isDeleted, sentence } = fateOf(before, sites);
    if (!isDeleted) return [];
    return [
      {
        differences,
        consequence: `${sentence} What is on it is lost with it, unless its volume is retained.`,
        remedy: 'Keep it; or save what is on it, and set the reclaim policy of its volume to Retain first.',
        runbook: Runbook.IdentityBackup,
      },
    ];
  },
};
