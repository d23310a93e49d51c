import { listAt } from '../../output/record.ts';
import { touches } from '../compare/field-path.ts';
import { setupKeyDeliveryOf } from '../setup-key-delivery.ts';
import { bringsSetupKey } from '../setup-key-source.ts';
import type { Rule } from './rule.ts';

/** Each way leaves the key in other places. */
export const setupKeyDelivery: Rule = {
  name: 'setup-key-delivery',
  class: 'exposure',
  reason: 'The way of the setup key decides where it can be read: in Git, in etcd, or in the pod alone.',
  source: 'docs/setup-key.md',

  find({ before, after, differences }, sites) {
    if (before === undefined || after === undefined) return [];
    const syncs = (content: unknown) => listAt(content, 'spec', 'secretObjects').length > 0;
    if (bringsSetupKey(after, sites.after) && syncs(after.content) && !syncs(before.content)) {
      return [
        {
          differences: differences.filter(({ path }) => touches(path, 'spec.secretObjects')),
          consequence: 'The driver now copies the setup key into a Secret, where whoever reads Secrets reads it.',
          remedy: 'Make sure that this is meant; a file needs no Secret.',
        },
      ];
    }
    const [old, made] = [setupKeyDeliveryOf(before)?.how, setupKeyDeliveryOf(after)?.how];
    if (made === undefined || old === undefined || old === made) return [];
    const fields = [
      'containers.*.env.[NB_SETUP_KEY]',
      'containers.*.env.[NB_SETUP_KEY_FILE]',
      'volumes',
      'containers.*.volumeMounts',
    ];
    return [
      {
        differences: differences.filter(({ path }) =>
          fields.some((field) => touches(path, `spec.template.spec.${field}`)),
        ),
        consequence: `The setup key reaches the pod in another way: it was ${old}, and becomes ${made}.${made.startsWith('written out') ? ' It is in Git for ever.' : ''}`,
        remedy: made.startsWith('written out')
          ? 'Take it out, and revoke it in NetBird.'
          : 'Make sure that whoever may read that place may read the key.',
      },
    ];
  },
};
