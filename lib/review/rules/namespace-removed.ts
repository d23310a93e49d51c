import { listAt, textAt } from '../../output/record.ts';
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
    if (!holdsClaims) return [];
    const options = textAt(before.content, 'metadata', 'annotations', 'argocd.argoproj.io/sync-options') ?? '';
    const asks = /Prune=(confirm|false)/.exec(options)?.[1];
    const question =
      asks === 'confirm' ? ' Argo CD asks first.' : asks === 'false' ? ' Argo CD itself does not prune it.' : '';
    return [
      {
        differences,
        consequence: `Deleting the Namespace deletes the claims in it, and with them the peer's WireGuard key.${question}`,
        remedy: 'Keep the Namespace; if the peer shall go, save its identity first.',
        runbook: Runbook.Remove,
      },
    ];
  },
};
