import { textAt } from '../../output/record.ts';
import { touches } from '../compare/field-path.ts';
import { Runbook } from '../runbook.ts';
import type { Rule } from './rule.ts';

const POLICY = 'persistentVolumeClaimRetentionPolicy';

/** Only what is written out holds: a default can change, and nobody reads it. */
export const retentionNotRetain: Rule = {
  name: 'retention-not-retain',
  class: 'identity',
  reason: 'Without Retain, deleting or scaling the StatefulSet deletes the volume with the WireGuard key.',
  source: 'Kubernetes: StatefulSet, PersistentVolumeClaim retention',

  find({ before, after, differences }) {
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
