import { isRecord, listAt, recordAt, textAt } from '../output/record.ts';
import type { Site } from './site.ts';
import { FILE_KIND, type SiteObject } from './site-object.ts';

/** The name of Argo CD's API group. Nothing syncs its objects themselves. */
export const ARGO_CD = 'argoproj.io';

/** What Argo CD delivers an object by: an Application, or the template of an ApplicationSet. */
interface Delivery {
  readonly project: string;

  /** The address of the cluster; undefined where it is filled in for each. */
  readonly server: string | undefined;
}

/** How a site delivers an object; undefined where the site does not say. */
export function deliveryOf(object: SiteObject, site: Site): Delivery | undefined {
  if (object.chart === undefined || object.kind === FILE_KIND) return undefined;
  const application = applicationsOf(site).get(object.chart);
  const spec =
    application?.content.spec ??
    (object.group === ARGO_CD
      ? undefined
      : site.ofKind('ApplicationSet').map(({ content }) => recordAt(content, 'spec', 'template').spec)[0]);
  const server = textAt(spec, 'destination', 'server');
  return spec === undefined
    ? undefined
    : { project: textAt(spec, 'project') ?? 'default', server: server?.includes('{{') ? undefined : server };
}

const applications = new WeakMap<Site, ReadonlyMap<string, SiteObject>>();

/** The Applications of a site by the chart whose folder they sync: `netbird`, or `west/netbird`. */
function applicationsOf(site: Site): ReadonlyMap<string, SiteObject> {
  const known = applications.get(site);
  if (known !== undefined) return known;
  const byChart = new Map<string, SiteObject>();
  for (const application of site.ofKind('Application')) {
    const sources = [
      recordAt(application.content, 'spec', 'source'),
      ...listAt(application.content, 'spec', 'sources'),
    ];
    for (const path of sources.flatMap((source) => textAt(source, 'path') ?? [])) {
      const folders = path.split('/');
      byChart.set(folders.slice(-1).join('/'), application).set(folders.slice(-2).join('/'), application);
    }
  }
  applications.set(site, byChart);
  return byChart;
}

/** Why the AppProject does not let the object be synced; undefined when it does, or when the site does not say. */
export function refusalByProject(object: SiteObject, site: Site): string | undefined {
  const delivery = deliveryOf(object, site);
  const project = site.ofKind('AppProject').find(({ name }) => name === delivery?.project);
  if (delivery === undefined || project === undefined) return undefined;
  const { content } = project;
  const isListed = (list: string) =>
    listAt(content, 'spec', list).some(
      (entry) => matches(textAt(entry, 'group'), object.group) && matches(textAt(entry, 'kind'), object.kind),
    );
  if (object.namespace === undefined) {
    const isAllowed = isListed('clusterResourceWhitelist') && !isListed('clusterResourceBlacklist');
    return isAllowed ? undefined : `does not allow the cluster-scoped kind ${object.kind}`;
  }
  const hasWhitelist = isRecord(content.spec) && Array.isArray(content.spec.namespaceResourceWhitelist);
  if ((hasWhitelist && !isListed('namespaceResourceWhitelist')) || isListed('namespaceResourceBlacklist')) {
    return `does not allow the kind ${object.kind}`;
  }
  const isDestination = listAt(content, 'spec', 'destinations').some(
    (destination) =>
      matches(textAt(destination, 'namespace'), object.namespace ?? '') &&
      (delivery.server === undefined || matches(textAt(destination, 'server') ?? '*', delivery.server)),
  );
  return isDestination ? undefined : `does not allow the namespace ${object.namespace}`;
}

/** As a shell matches names; undefined, an absent group, is the core group. */
function matches(pattern: string | undefined, text: string): boolean {
  if (pattern?.includes('*') !== true) return (pattern ?? '') === text;
  const parts = pattern.split('*').map(RegExp.escape);
  return new RegExp(`^${parts.join('.*')}$`).test(text);
}
