import { textAt } from '../../output/record.ts';
import type { Difference } from '../compare/compare-objects.ts';
import { touches } from '../compare/field-path.ts';
import { Runbook } from '../runbook.ts';
import type { SiteObject } from '../site-object.ts';
import type { Claim, Rule } from './rule.ts';

const POLICY = 'persistentVolumeClaimRetentionPolicy';

/** Only what is written out holds: a default can change, and nobody reads it. */
export const retentionNotRetain: Rule = {
  name: 'retention-not-retain',
  class: 'identity',
  reason: 'Without Retain, deleting or scaling the StatefulSet deletes the volume with the WireGuard key.',
  source: 'Kubernetes: StatefulSet, PersistentVolumeClaim retention',

  find({ before, after, differences }) {
    if (before?.kind === 'PersistentVolume' && after !== undefined) return ofVolume(before, after, differences);
    if (before?.kind !== 'StatefulSet' || after === undefined) return [];
    const lost = ['whenDeleted', 'whenScaled'].filter((when) => {
      const policy = textAt(after.content, 'spec', POLICY, when);
      return policy !== 'Retain' && policy !== textAt(before.content, 'spec', POLICY, when);
    });
    if (lost.length === 0) return [];
    return [
      {
        differences: differences.filter(({ path }) => lost.some((when) => touches(path, `spec.${POLICY}.${when}`))),
        consequence: `${lost.join(' and ')} no longer says Retain: the claims, and with them the WireGuard keys, may be deleted when the StatefulSet is ${lost.map((when) => (when === 'whenDeleted' ? 'deleted' : 'scaled down')).join(' or ')}.`,
        remedy: `Write ${POLICY}: { whenDeleted: Retain, whenScaled: Retain }.`,
        runbook: Runbook.IdentityBackup,
      },
    ];
  },
};

/** One that is made by hand is kept unless it says otherwise. */
function ofVolume(before: SiteObject, after: SiteObject, differences: readonly Difference[]): readonly Claim[] {
  const field = 'persistentVolumeReclaimPolicy';
  const [old, made] = [before, after].map(({ content }) => textAt(content, 'spec', field) ?? 'Retain');
  if (old !== 'Retain' || made === 'Retain') return [];
  return [
    {
      differences: differences.filter(({ path }) => touches(path, `spec.${field}`)),
      consequence: `It no longer says Retain: whoever deletes its claim deletes what is on it.`,
      remedy: `Write ${field}: Retain.`,
      runbook: Runbook.IdentityBackup,
    },
  ];
}
