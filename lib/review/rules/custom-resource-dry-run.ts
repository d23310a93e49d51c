import { isBuiltIn } from '../../output/api-group.ts';
import { textAt } from '../../output/record.ts';
import { touchesAnnotation } from '../compare/field-path.ts';
import { ARGO_CD } from '../delivery.ts';
import type { Site } from '../site.ts';
import { FILE_KIND, type SiteObject } from '../site-object.ts';
import { SYNC_OPTIONS, syncOptionsOf } from '../sync-options.ts';
import type { Rule } from './rule.ts';

const OPTION = 'SkipDryRunOnMissingResource=true';

/** Another Application may install the definition later, or at the same time. */
export const customResourceDryRun: Rule = {
  name: 'custom-resource-dry-run',
  class: 'sync-fails',
  reason: 'Argo CD tries each object first, and fails at a kind that the cluster does not know yet.',
  source: 'Argo CD: sync option SkipDryRunOnMissingResource',

  find({ before, after, differences }, sites) {
    if (after === undefined || !needsOption(after, sites.after) || syncOptionsOf(after).includes(OPTION)) return [];
    if (before !== undefined && !syncOptionsOf(before).includes(OPTION)) return [];
    return [
      {
        differences: differences.filter(({ path }) => touchesAnnotation(path, SYNC_OPTIONS)),
        consequence: `As long as the cluster does not know the kind ${after.kind}, the whole sync fails, with all other objects of its chart.`,
        remedy: `Annotate it ${SYNC_OPTIONS}: ${OPTION}.`,
      },
    ];
  },
};

function needsOption(object: SiteObject, site: Site): boolean {
  if (isBuiltIn(object) || object.group === ARGO_CD || object.kind === FILE_KIND) return false;
  return !site
    .ofKind('CustomResourceDefinition')
    .some(
      ({ content }) =>
        textAt(content, 'spec', 'group') === object.group && textAt(content, 'spec', 'names', 'kind') === object.kind,
    );
}
