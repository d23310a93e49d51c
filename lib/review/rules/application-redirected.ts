import { APPLICATION_INDEX } from '../../output/output-file.ts';
import { textAt } from '../../output/record.ts';
import type { Difference } from '../compare/compare-objects.ts';
import { touches } from '../compare/field-path.ts';
import { Runbook } from '../runbook.ts';
import { FILE_KIND, type SiteObject } from '../site-object.ts';
import type { Claim, Rule } from './rule.ts';

/** None of the delivered objects differs, and yet all of them are somewhere else. */
export const applicationRedirected: Rule = {
  name: 'application-redirected',
  class: 'identity',
  reason: 'An Application that delivers to another cluster makes the peer anew there, without its volume.',
  source: 'Argo CD: Application, spec.destination',

  find({ before, after, differences }) {
    if (before === undefined || after === undefined) return [];
    if (before.kind === FILE_KIND) return inIndex(before, differences);
    if (before.kind !== 'Application') return [];
    const [from, to] = [clusterOf(before), clusterOf(after)];
    if (from === to) return [];
    return [
      redirection(
        String(from),
        String(to),
        differences.filter(({ path }) => touches(path, 'spec.destination')),
      ),
    ];
  },
};

/** The index that an ApplicationSet makes Applications of. */
function inIndex({ name }: SiteObject, differences: readonly Difference[]): readonly Claim[] {
  if (name.split('/').at(-1) !== APPLICATION_INDEX) return [];
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

function clusterOf({ content }: SiteObject): string {
  return (
    textAt(content, 'spec', 'destination', 'server') ?? textAt(content, 'spec', 'destination', 'name') ?? 'no cluster'
  );
}
