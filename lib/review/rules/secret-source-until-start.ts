import { textAt } from '../../output/record.ts';
import { touches } from '../compare/field-path.ts';
import type { Rule } from './rule.ts';

const KINDS = ['ClusterSecretStore', 'ExternalSecret', 'SecretProviderClass', 'SecretStore'];

/** What is wrong in it shows at the next start, which may be months away. */
export const secretSourceUntilStart: Rule = {
  name: 'secret-source-until-start',
  class: 'no-effect',
  reason: 'A source of secrets is read when a pod starts, or once: a mistake in it waits until then.',
  source: 'Secrets Store CSI driver; External Secrets: refreshPolicy',

  find({ before, after, differences }) {
    if (before === undefined || after === undefined || !KINDS.includes(after.kind)) return [];
    const relevant = differences.filter(({ path }) => touches(path, 'spec'));
    if (relevant.length === 0) return [];
    const isFetchedOnce = textAt(after.content, 'spec', 'refreshPolicy') === 'CreatedOnce';
    const secret = textAt(after.content, 'spec', 'target', 'name') ?? after.name;
    return [
      {
        differences: relevant,
        consequence: isFetchedOnce
          ? 'It is fetched once: the Secret that exists stays as it is.'
          : 'Pods that run do not notice. The next start reads it, and fails if it is wrong.',
        remedy: isFetchedOnce
          ? 'To have it fetched anew, delete the Secret.'
          : 'Restart the pod at a time of your choice, rather than find out at an outage.',
        ...(isFetchedOnce && { command: `kubectl -n ${after.namespace} delete secret ${secret}` }),
      },
    ];
  },
};
