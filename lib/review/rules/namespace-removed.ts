import { listAt } from '../../output/record.ts';
import { fateOf } from '../delivery.ts';
import { Runbook } from '../runbook.ts';
import type { Rule } from './rule.ts';

/** Namespaces are deleted with all that is in them, whether somebody rendered it or not. */
export const namespaceRemoved: Rule = {
  name: 'namespace-removed',
  class: 'identity',
  reason: 'Pruning a Namespace deletes the claims in it, and with them the identities.',
  source: 'Kubernetes: namespace deletion; Argo CD: pruning',

  find({ before, after, differences }, sites) {
    if (before?.kind !== 'Namespace' || after !== undefined) return [];
    const inside = sites.before.inNamespace({ cluster: before.cluster, namespace: before.name });
    const holdsClaims = inside.some(
      ({ kind, content }) =>
        kind === 'PersistentVolumeClaim' || listAt(content, 'spec', 'volumeClaimTemplates').length > 0,
    );
    const { isDeleted, sentence } = fateOf(before, sites);
    if (!holdsClaims || !isDeleted) return [];
    return [
      {
        differences,
        consequence: `${sentence} Deleting the Namespace deletes the claims in it, and with them the peer's WireGuard key.`,
        remedy: 'Keep the Namespace; if the peer shall go, save its identity first.',
        runbook: Runbook.Remove,
      },
    ];
  },
};
