import { recordAt, textAt } from '../../output/record.ts';
import type { Difference } from '../compare/compare-objects.ts';
import { touches } from '../compare/field-path.ts';
import { applicationIn, isApplicationIndex } from '../delivery.ts';
import { Runbook } from '../runbook.ts';
import type { SiteObject } from '../site-object.ts';
import type { Claim, Rule } from './rule.ts';

/** None of the delivered objects differs, and yet all of them are somewhere else. */
export const applicationRedirected: Rule = {
  name: 'application-redirected',
  class: 'identity',
  reason: 'An Application that delivers to another cluster makes the peer anew there, without its volume.',
  source: 'Argo CD: Application, spec.destination',

  find({ before, after, differences }) {
    if (before === undefined || after === undefined) return [];
    if (isApplicationIndex(after)) return inIndex(differences);
    const application = applicationIn(after);
    const [from, to] = [clusterOf(before), clusterOf(after)];
    if (application === undefined || from === to) return [];
    return [
      redirection(
        from,
        to,
        differences.filter(({ path }) => touches(path, application.fieldAt('spec.destination'))),
      ),
    ];
  },
};

/** The index that an ApplicationSet makes Applications of. */
function inIndex(differences: readonly Difference[]): readonly Claim[] {
  return differences
    .filter(({ path }) => path.length === 3 && path[2] === 'server')
    .map((difference) => redirection(String(difference.before), String(difference.after), [difference]));
}

function redirection(from: string, to: string, differences: readonly Difference[]): Claim {
  return {
    differences,
    consequence: `What it delivers goes to ${to} instead of ${from}: a peer is made anew there and registers as another one, and the old one runs on, or is left behind.`,
    remedy: 'Make another Application for the other cluster; carry the identity over by hand.',
    runbook: Runbook.IdentityBackup,
  };
}

function clusterOf(object: SiteObject): string {
  const destination = recordAt(applicationIn(object)?.content, 'spec', 'destination');
  return textAt(destination, 'server') ?? textAt(destination, 'name') ?? 'no cluster';
}
