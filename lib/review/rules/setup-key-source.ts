import type { ObjectChange, SiteComparison } from '../compare/compare-sites.ts';
import { touches } from '../compare/field-path.ts';
import { Runbook } from '../runbook.ts';
import { setupKeySourceOf } from '../setup-key-source.ts';
import type { SiteObject } from '../site-object.ts';
import { isPeer } from '../workload.ts';
import type { Rule } from './rule.ts';

/** A registered peer does not read it: what is wrong with another key shows on the day on which the peer needs it. */
export const setupKeySource: Rule = {
  name: 'setup-key-source',
  class: 'identity',
  reason: 'A peer that registers anew becomes what its setup key says: other groups, or an ephemeral peer.',
  source: 'NetBird: setup keys; ephemeral peers are deleted 10 minutes after they disconnect',

  find(change, sites) {
    const { after, differences } = change;
    const [moved] = after === undefined ? [] : peersBy(after, sites).flatMap((peer) => moveOf(peer, sites));
    if (moved === undefined || moved.cause !== change) return [];
    const fields = isPeer(after)
      ? ['containers.*.env.[NB_SETUP_KEY]', 'containers.*.env.[NB_SETUP_KEY_FILE]', 'volumes'].map(
          (field) => `spec.template.spec.${field}`,
        )
      : ['spec'];
    const relevant = differences.filter(({ path }) => fields.some((field) => touches(path, field)));
    if (relevant.length === 0) return [];
    return [
      {
        differences: relevant,
        consequence: `The setup key comes from another place: ${moved.from} becomes ${moved.to}. A registered peer does not read it; should it register again, it gets that key's groups, and an ephemeral key has it deleted 10 minutes after it disconnects.`,
        remedy: 'Make sure that the key there is not ephemeral, is valid, and has the same groups.',
        runbook: Runbook.RotateSetupKey,
      },
    ];
  },
};

/** The peers whose key may come by way of an object. */
function peersBy(object: SiteObject, { after }: SiteComparison): readonly SiteObject[] {
  const itself = [object].filter(isPeer);
  if (itself.length > 0) return itself;
  if (object.kind === 'ClusterSecretStore') {
    return after.objects.filter(isPeer).filter(({ cluster }) => cluster === object.cluster);
  }
  return ['ExternalSecret', 'SecretProviderClass', 'SecretStore'].includes(object.kind) ? after.peersIn(object) : [];
}

interface Move {
  readonly from: string;
  readonly to: string;

  /** Of the objects that say where the key comes from, the first one that is otherwise. */
  readonly cause: ObjectChange | undefined;
}

function moveOf(peer: SiteObject, { before, after, changes }: SiteComparison): readonly Move[] {
  const old = before.counterpartOf(peer);
  const [from, to] = [old && setupKeySourceOf(old, before), setupKeySourceOf(peer, after)];
  if (from === undefined || to === undefined || from.description === to.description) return [];
  const carriers = [...to.objects, peer];
  const causes = carriers.flatMap((carrier) => changes.find((change) => change.after === carrier) ?? []);
  return [{ from: from.description, to: to.description, cause: causes[0] }];
}
