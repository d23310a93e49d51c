import { textAt, type UnknownRecord } from '../../output/record.ts';
import { touches } from '../compare/field-path.ts';
import { applicationIn, projectOf, sourcesOf } from '../delivery.ts';
import type { SiteObject } from '../site-object.ts';
import type { Claim, Rule } from './rule.ts';

/** What is there is not what this review has compared. */
export const applicationSourceChanged: Rule = {
  name: 'application-source-changed',
  class: 'outage',
  reason: 'An Application prunes what its source no longer has, also when the source is another one.',
  source: 'Argo CD: Application, spec.source and spec.project; pruning',

  find({ before, after, differences }, sites) {
    const [old, made] = [before && applicationIn(before), after && applicationIn(after)];
    if (before === undefined || after === undefined || old === undefined || made === undefined) return [];
    const claim = (fields: readonly string[], words: Omit<Claim, 'differences'>): Claim => ({
      differences: differences.filter(({ path }) => fields.some((field) => touches(path, made.fieldAt(field)))),
      ...words,
    });
    const causes = causesOf(old.content, made.content);
    const [from, to] = [projectOf(before), projectOf(after)];
    return [
      ...(causes.length === 0
        ? []
        : [
            claim(['spec.source', 'spec.sources'], {
              consequence: `It delivers what is in ${causes.join(', ')}. What it has delivered and does not find there is pruned, pods and all.`,
              remedy: 'Make sure that the same objects are there before you apply it.',
            }),
          ]),
      ...(from === to || to === 'default' || isKnown(to, sites.after.ofKind('AppProject'))
        ? []
        : [
            claim(['spec.project'], {
              consequence: `It is of the project ${to}, which the site does not have. Unless the cluster has it, and it allows source and destination, nothing is synced any more.`,
              remedy: `Make sure of that, or keep the project ${from}.`,
            }),
          ]),
    ];
  },
};

function isKnown(project: string, projects: readonly SiteObject[]): boolean {
  return projects.some(({ name }) => name === project);
}

/** Of a folder only its own name counts: it is the same one in another place of the repository. */
function causesOf(before: UnknownRecord, after: UnknownRecord): readonly string[] {
  const value = (application: UnknownRecord, field: string) =>
    sourcesOf(application)
      .map((source) => textAt(source, field) ?? 'none')
      .map((text) => (field === 'path' ? text.split('/').at(-1) : text))
      .join(', ');
  const fields = { repoURL: 'the repository', path: 'the folder', targetRevision: 'the revision' };
  return Object.entries(fields).flatMap(([field, words]) => {
    const [old, made] = [value(before, field), value(after, field)];
    return old === made ? [] : `${words} ${made} instead of ${old}`;
  });
}
