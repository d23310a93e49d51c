import { textAt } from '../../output/record.ts';
import { touches } from '../compare/field-path.ts';
import type { SiteObject } from '../site-object.ts';
import type { Claim, Rule } from './rule.ts';

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
    return relevant.length === 0 ? [] : [{ differences: relevant, ...wordsFor(after) }];
  },
};

function wordsFor({ kind, namespace, name, content }: SiteObject): Omit<Claim, 'differences'> {
  if (kind === 'SecretProviderClass') {
    return {
      consequence: 'Pods that run do not notice. The next start reads it, and fails if it is wrong.',
      remedy: 'Restart the pod at a time of your choice, rather than find out at an outage.',
    };
  }
  if (kind === 'ExternalSecret' && textAt(content, 'spec', 'refreshPolicy') === 'CreatedOnce') {
    return {
      consequence: 'It is fetched once: the Secret that exists stays as it is.',
      remedy: 'To have it fetched anew, delete the Secret.',
      command: `kubectl -n ${namespace} delete secret ${textAt(content, 'spec', 'target', 'name') ?? name}`,
    };
  }
  const place = namespace === undefined ? '' : ` -n ${namespace}`;
  return {
    consequence:
      'What is fetched next comes by it. If it is wrong, Secrets that exist stay as they are, and only its status says so.',
    remedy: 'After the sync look whether it is ready.',
    command: `kubectl${place} get ${kind.toLowerCase()} ${name}`,
  };
}
