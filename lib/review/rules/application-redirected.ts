import { touches } from '../compare/field-path.ts';
import { Runbook } from '../runbook.ts';
import { type SiteObject, textAt } from '../site-object.ts';
import type { Rule } from './rule.ts';

/** None of the delivered objects differs, and yet all of them are somewhere else. */
export const applicationRedirected: Rule = {
  name: 'application-redirected',
  class: 'identity',
  reason: 'An Application that delivers to another cluster makes the peer anew there, without its volume.',
  source: 'Argo CD: Application, spec.destination',

  find({ before, after, differences }) {
    if (before?.kind !== 'Application' || after === undefined) return [];
    const [from, to] = [clusterOf(before), clusterOf(after)];
    if (from === to) return [];
    return [
      {
        differences: differences.filter(({ path }) => touches(path, 'spec.destination')),
        consequence: `What it delivers goes to ${to} instead of ${from}: a peer is made anew there and registers as another one, and the old one runs on, or is left behind.`,
        remedy: 'Make another Application for the other cluster; carry the identity over by hand.',
        runbook: Runbook.IdentityBackup,
      },
    ];
  },
};

function clusterOf({ content }: SiteObject): string {
  return (
    textAt(content, 'spec', 'destination', 'server') ?? textAt(content, 'spec', 'destination', 'name') ?? 'no cluster'
  );
}
