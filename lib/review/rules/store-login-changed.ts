import { podTemplatePath } from '../../output/pod-template.ts';
import { listAt, textAt } from '../../output/record.ts';
import { touches } from '../compare/field-path.ts';
import type { SiteObject } from '../site-object.ts';
import { podOf } from '../workload.ts';
import type { Rule } from './rule.ts';

/** The driver logs in to the store as the ServiceAccount of the pod, and the store knows which ones it lets in. */
export const storeLoginChanged: Rule = {
  name: 'store-login-changed',
  class: 'outage',
  reason: 'A pod does not start when the store refuses its ServiceAccount, and running ones do not show it.',
  source: 'docs/setup-key.md: what the store must allow',

  find({ before, after, differences }, { moved }) {
    const was = before ?? (after && moved.get(after));
    const [old, made] = [was && loginOf(was), after && loginOf(after)];
    if (after === undefined || old === undefined || made === undefined || old === made) return [];
    const field = [...(podTemplatePath(after.kind) ?? []), 'spec', 'serviceAccountName'].join('.');
    return [
      {
        differences: differences.filter(({ path }) => touches(path, field)),
        consequence: `It logs in to the store of secrets as ${made} instead of ${old}: unless the store's role is bound to that, its next pod does not start.`,
        remedy: "Bind the role to both before the merge: see docs/setup-key.md, 'What the store must allow'.",
      },
    ];
  },
};

/** `netbird/netbird-peer`; undefined for a pod that fetches nothing from a store. */
function loginOf(object: SiteObject): string | undefined {
  const pod = podOf(object);
  const isFetching = listAt(pod, 'volumes').some(
    (volume) => textAt(volume, 'csi', 'driver') === 'secrets-store.csi.k8s.io',
  );
  return isFetching ? `${object.namespace}/${textAt(pod, 'serviceAccountName') ?? 'default'}` : undefined;
}
