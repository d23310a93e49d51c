import { parse } from 'yaml';
import { listAt, recordAt, textAt } from '../../output/record.ts';
import { touches } from '../compare/field-path.ts';
import { Runbook } from '../runbook.ts';
import { bringsSetupKey, setupKeyDeliveryOf } from '../setup-key-delivery.ts';
import type { SiteObject } from '../site-object.ts';
import type { Rule } from './rule.ts';

/** A registered peer does not read it: what is wrong with another key shows on the day on which the peer needs it. */
export const setupKeySource: Rule = {
  name: 'setup-key-source',
  class: 'identity',
  reason: 'A peer that registers anew becomes what its setup key says: other groups, or an ephemeral peer.',
  source: 'NetBird: setup keys; ephemeral peers are deleted 10 minutes after they disconnect',

  find({ before, after, differences }, sites) {
    if (before === undefined || after === undefined) return [];
    const isSource = bringsSetupKey(after, sites.after) || bringsSetupKey(before, sites.before);
    const [old, made] = isSource ? [sourceOf(before), sourceOf(after)] : [secretOf(before), secretOf(after)];
    if (old === undefined || made === undefined || old === made) return [];
    const relevant = differences.filter(({ path }) =>
      isSource
        ? touches(path, 'spec')
        : touches(path, 'spec.template.spec.containers.*.env.[NB_SETUP_KEY]') ||
          touches(path, 'spec.template.spec.containers.*.env.[NB_SETUP_KEY_FILE]') ||
          touches(path, 'spec.template.spec.volumes'),
    );
    return [
      {
        differences: relevant,
        consequence: `The setup key comes from another place: ${old} becomes ${made}. A registered peer does not read it; should it register again, it gets that key's groups, and an ephemeral key has it deleted 10 minutes after it disconnects.`,
        remedy: 'Make sure that the key there is not ephemeral, is valid, and has the same groups.',
        runbook: Runbook.RotateSetupKey,
      },
    ];
  },
};

function secretOf(object: SiteObject): string | undefined {
  const secret = setupKeyDeliveryOf(object)?.secret;
  return secret === undefined ? undefined : `Secret ${secret}`;
}

/** What an object of a secret store reads, in words. */
function sourceOf({ kind, content }: SiteObject): string {
  if (kind === 'ExternalSecret') {
    const store = recordAt(content, 'spec', 'secretStoreRef');
    const entries = listAt(content, 'spec', 'data').map((entry) => {
      const { key, property } = recordAt(entry, 'remoteRef');
      return property === undefined ? String(key) : `${key}, ${property}`;
    });
    return `${entries.join('; ') || 'what its dataFrom says'} (${store.kind ?? 'SecretStore'} ${store.name})`;
  }
  const parameters = recordAt(content, 'spec', 'parameters');
  const address = Object.entries(parameters).find(([name]) => /Address$/.test(name))?.[1];
  const objects = readObjects(textAt(parameters, 'objects') ?? '').map(
    (entry) => `${textAt(entry, 'secretPath') ?? '?'}, ${textAt(entry, 'secretKey') ?? '?'}`,
  );
  return `${objects.join('; ') || 'nothing that can be read'} (${address ?? 'its own address'})`;
}

/** The driver's parameter is a YAML text. */
function readObjects(text: string): readonly unknown[] {
  try {
    const value: unknown = parse(text);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
