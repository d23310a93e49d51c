import type { ObjectChange } from '../compare/compare-sites.ts';
import { touchesAnnotation } from '../compare/field-path.ts';
import type { Site } from '../site.ts';
import { describeSiteObject, type SiteObject } from '../site-object.ts';
import { comesAfter, needs, waveOf } from '../sync-order.ts';
import type { Rule } from './rule.ts';

/** Argo CD orders within one Application only; across them there is no order that a wave could break. */
export const neededLater: Rule = {
  name: 'needed-later',
  class: 'order',
  reason: 'What comes after what needs it makes that fail, or lets something pass in between.',
  source: 'Argo CD: sync phases and waves; kinds that it does not know sort last in a wave',

  find(change, sites) {
    const { before, after, differences } = change;
    if (after === undefined || (before !== undefined && waveOf(before) === waveOf(after))) return [];
    const others = neighboursOf(after, sites.after).filter(
      (object) => object !== after && object.chart === after.chart,
    );
    const wrong = others.filter((object) => isWrong(after, object));
    const isNews = wrong.filter((object) => {
      const old = sites.before.counterpartOf(object);
      return before === undefined || old === undefined || !isWrong(before, old);
    });
    const [first] = isNews;
    if (first === undefined) return [];
    const more = isNews.length > 1 ? ` It is so with ${isNews.length - 1} more.` : '';
    const [needed, needing] = needs(first, after) ? [after, first] : [first, after];
    return [
      {
        differences: waveDifferences(change, differences),
        consequence: `Argo CD applies ${describeSiteObject(needed)} (wave ${waveOf(needed)}) after ${describeSiteObject(needing)} (wave ${waveOf(needing)}), which needs it.${more}`,
        remedy: 'Give what is needed an earlier wave: argocd.argoproj.io/sync-wave.',
      },
    ];
  },
};

/** What may need an object, or be needed by it. */
function neighboursOf({ cluster, kind, namespace, name }: SiteObject, site: Site): readonly SiteObject[] {
  if (kind === 'Namespace') return site.inNamespace({ cluster, namespace: name });
  if (namespace === undefined) return site.objects.filter((object) => object.cluster === cluster);
  return [...site.inNamespace({ cluster, namespace: undefined }), ...site.inNamespace({ cluster, namespace })];
}

function isWrong(object: SiteObject, other: SiteObject): boolean {
  return (needs(other, object) && comesAfter(object, other)) || (needs(object, other) && comesAfter(other, object));
}

function waveDifferences({ before }: ObjectChange, differences: ObjectChange['differences']) {
  if (before === undefined) return differences;
  return differences.filter(({ path }) => touchesAnnotation(path, 'argocd.argoproj.io/sync-wave'));
}
