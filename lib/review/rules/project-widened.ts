import { listAt } from '../../output/record.ts';
import type { Difference } from '../compare/compare-objects.ts';
import type { Rule } from './rule.ts';

/** What is in them is allowed; of the others, refused. */
const ALLOWING = [
  'clusterResourceWhitelist',
  'destinations',
  'namespaceResourceWhitelist',
  'roles',
  'sourceNamespaces',
  'sourceRepos',
];
const REFUSING = ['clusterResourceBlacklist', 'namespaceResourceBlacklist', 'signatureKeys', 'syncWindows'];

/** The AppProject bounds what a merge to the repository may do to the cluster. */
export const projectWidened: Rule = {
  name: 'project-widened',
  class: 'exposure',
  reason: 'Whoever may merge may do in the cluster what the AppProject allows.',
  source: 'Argo CD: projects',

  find({ before, after, differences }) {
    if (after?.kind !== 'AppProject') return [];
    const wide =
      before === undefined &&
      ALLOWING.some((list) => JSON.stringify(listAt(after.content, 'spec', list)).includes('"*"'));
    const relevant = before === undefined ? (wide ? differences : []) : differences.filter(widens);
    if (relevant.length === 0) return [];
    return [
      {
        differences: relevant,
        consequence: 'What is merged here may reach more than before: other sources, clusters, namespaces or kinds.',
        remedy: 'Make sure that each entry is needed; none should be *.',
      },
    ];
  },
};

function widens({ path, before, after }: Difference): boolean {
  const list = path[1] ?? '';
  // Without a whitelist every kind of a namespace is allowed.
  if (list === 'namespaceResourceWhitelist' && path.length === 2) return after === undefined;
  if (ALLOWING.includes(list)) return after !== undefined || denies(before);
  return REFUSING.includes(list) && before !== undefined;
}

/** An entry with a `!` refuses what it names, whatever the others allow. */
function denies(entry: unknown): boolean {
  return JSON.stringify(entry ?? null).includes('"!');
}
