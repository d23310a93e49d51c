import { APPLICATION_INDEX } from '../output/output-file.ts';
import { isRecord, listAt, memberAt, recordAt, textAt, type UnknownRecord } from '../output/record.ts';
import type { Site } from './site.ts';
import { FILE_KIND, type SiteObject } from './site-object.ts';
import { syncOptionsOf } from './sync-options.ts';

/** The name of Argo CD's API group. Nothing syncs its objects themselves. */
export const ARGO_CD = 'argoproj.io';

/** An Application as it is written: itself, or in the template of an ApplicationSet. */
export interface WrittenApplication {
  readonly content: UnknownRecord;

  /** Where a field of it stands in the object, as {@link touches} takes it. */
  readonly fieldAt: (field: string) => string;
}

/** Undefined for an object of another kind. */
export function applicationIn({ kind, content }: SiteObject): WrittenApplication | undefined {
  if (kind === 'Application') return { content, fieldAt: (field) => field };
  if (kind !== 'ApplicationSet') return undefined;
  return { content: recordAt(content, 'spec', 'template'), fieldAt: (field) => `spec.template.${field}` };
}

/** What Argo CD delivers an object by: an Application, or the template of an ApplicationSet. */
interface Delivery {
  readonly project: string;

  /** The address of the cluster; undefined where it is filled in for each. */
  readonly server: string | undefined;
}

/** How a site delivers an object; undefined where the site does not say. */
export function deliveryOf(object: SiteObject, site: Site): Delivery | undefined {
  if (object.chart === undefined || object.kind === FILE_KIND) return undefined;
  const deliverer = applicationOf(object, site);
  const spec = deliverer && applicationIn(deliverer)?.content.spec;
  const server = textAt(spec, 'destination', 'server');
  return spec === undefined
    ? undefined
    : { project: textAt(spec, 'project') ?? 'default', server: server?.includes('{{') ? undefined : server };
}

/** The Application of an object, or the ApplicationSet that makes it; undefined where the site does not say. */
export function applicationOf({ chart = '', group }: SiteObject, site: Site): SiteObject | undefined {
  return applicationsOf(site).get(chart) ?? (group === ARGO_CD ? undefined : site.ofKind('ApplicationSet')[0]);
}

const applications = new WeakMap<Site, ReadonlyMap<string, SiteObject>>();

/** The Applications of a site by the chart whose folder they sync: `netbird`, or `west/netbird`. */
function applicationsOf(site: Site): ReadonlyMap<string, SiteObject> {
  const known = applications.get(site);
  if (known !== undefined) return known;
  const byChart = new Map<string, SiteObject>();
  for (const application of site.ofKind('Application')) {
    for (const path of sourcesOf(application.content).flatMap((source) => textAt(source, 'path') ?? [])) {
      const folders = path.split('/');
      byChart.set(folders.slice(-1).join('/'), application).set(folders.slice(-2).join('/'), application);
    }
  }
  applications.set(site, byChart);
  return byChart;
}

/** What becomes of an object that the output no longer has. */
export interface Fate {
  readonly isDeleted: boolean;

  /** One sentence: `It is pruned.` */
  readonly sentence: string;
}

/** Argo CD prunes what an Application no longer has; but not what goes together with its Application. */
export function fateOf(object: SiteObject, { before, after }: { readonly before: Site; readonly after: Site }): Fate {
  if (isDelivered(object, before) && !isDelivered(object, after) && outlivesApplication(before)) {
    return {
      isDeleted: false,
      sentence:
        'It stays in the cluster as it is: its Application goes with it, and nothing prunes or syncs it any more.',
    };
  }
  const options = syncOptionsOf(object);
  if (options.includes('Prune=false')) {
    return { isDeleted: false, sentence: 'It stays in the cluster as it is: Argo CD does not prune it (Prune=false).' };
  }
  const isAsked = options.includes('Prune=confirm');
  return { isDeleted: true, sentence: isAsked ? 'It is pruned, after Argo CD has asked.' : 'It is pruned.' };
}

/** Whether an object leaves the output and nothing deletes it, so that it goes on to act. */
export function staysBehind(
  { before, after }: { readonly before: SiteObject | undefined; readonly after: SiteObject | undefined },
  sites: { readonly before: Site; readonly after: Site },
): boolean {
  return before !== undefined && after === undefined && !fateOf(before, sites).isDeleted;
}

function isDelivered({ chart = '' }: SiteObject, site: Site): boolean {
  if (applicationsOf(site).has(chart)) return true;
  return indicesOf(site).some(({ content }) =>
    listAt(content, 'document').some((entry) => textAt(entry, 'folder') === chart),
  );
}

/** What an ApplicationSet makes Applications of. */
export function indicesOf(site: Site): readonly SiteObject[] {
  return site.ofKind(FILE_KIND).filter(isApplicationIndex);
}

export function isApplicationIndex({ kind, name }: SiteObject): boolean {
  return kind === FILE_KIND && name.split('/').at(-1) === APPLICATION_INDEX;
}

/** Whether what an Application has delivered stays when that is deleted. One of its own has no finalizer. */
function outlivesApplication(site: Site): boolean {
  return site
    .ofKind('ApplicationSet')
    .every(({ content }) => memberAt(content, ['spec', 'syncPolicy', 'preserveResourcesOnDeletion']) === true);
}

/**
 * Why the AppProject does not let the object be synced, or the Application be one; undefined when it does, or when the
 * site does not say.
 */
export function refusalByProject(object: SiteObject, site: Site): string | undefined {
  const application = applicationIn(object);
  if (application !== undefined) return refusalOfApplication(application.content, site);
  const delivery = deliveryOf(object, site);
  const project = delivery && projectNamed(delivery.project, site);
  if (delivery === undefined || project === undefined) return undefined;
  const isListed = (list: string) =>
    listAt(project, 'spec', list).some(
      (entry) => matches(textAt(entry, 'group'), object.group) && matches(textAt(entry, 'kind'), object.kind),
    );
  if (object.namespace === undefined) {
    const isAllowed = isListed('clusterResourceWhitelist') && !isListed('clusterResourceBlacklist');
    return isAllowed ? undefined : `does not allow the cluster-scoped kind ${object.kind}`;
  }
  const hasWhitelist = isRecord(project.spec) && Array.isArray(project.spec.namespaceResourceWhitelist);
  if ((hasWhitelist && !isListed('namespaceResourceWhitelist')) || isListed('namespaceResourceBlacklist')) {
    return `does not allow the kind ${object.kind}`;
  }
  return refusalOfDestination(project, delivery.server, object.namespace);
}

function projectNamed(name: string, site: Site): UnknownRecord | undefined {
  return site.ofKind('AppProject').find((project) => project.name === name)?.content;
}

/** The project of an Application, by name. */
export function projectOf(object: SiteObject): string {
  return textAt(applicationIn(object)?.content, 'spec', 'project') ?? 'default';
}

function refusalOfApplication(application: UnknownRecord, site: Site): string | undefined {
  const project = projectNamed(textAt(application, 'spec', 'project') ?? 'default', site);
  if (project === undefined) return undefined;
  const isAllowed = (repository: string) => {
    const entries = listAt(project, 'spec', 'sourceRepos').map(String);
    return entries.some((entry) => agrees(entry, repository)) && !entries.some((entry) => denies(entry, repository));
  };
  const refused = sourcesOf(application).find((source) => !isAllowed(textAt(source, 'repoURL') ?? ''));
  if (refused !== undefined) return `does not allow the repository ${textAt(refused, 'repoURL')}`;
  const { server, namespace } = recordAt(application, 'spec', 'destination');
  const isTemplate = [server, namespace].some((text) => String(text).includes('{{'));
  if (isTemplate || typeof server !== 'string' || typeof namespace !== 'string') return undefined;
  return refusalOfDestination(project, server, namespace);
}

/** What an Application delivers, from one source or several. */
export function sourcesOf(application: UnknownRecord): readonly UnknownRecord[] {
  return [memberAt(application, ['spec', 'source']), ...listAt(application, 'spec', 'sources')].filter(isRecord);
}

/** @param server undefined for any */
function refusalOfDestination(
  project: UnknownRecord,
  server: string | undefined,
  namespace: string,
): string | undefined {
  const destinations = listAt(project, 'spec', 'destinations').map((destination) => {
    const [places, servers] = [textAt(destination, 'namespace') ?? '', textAt(destination, 'server') ?? '*'];
    const isServer = server === undefined || agrees(servers, server);
    return {
      allows: isServer && agrees(places, namespace),
      denies: (isServer && denies(places, namespace)) || (denies(servers, server ?? '') && agrees(places, namespace)),
    };
  });
  const isAllowed = destinations.some(({ allows }) => allows) && !destinations.some((entry) => entry.denies);
  return isAllowed ? undefined : `does not allow the namespace ${namespace}`;
}

/** Behind a `!` stands what is refused; all else is allowed by it. */
function agrees(pattern: string, text: string): boolean {
  return pattern.startsWith('!') ? !denies(pattern, text) : matches(pattern, text);
}

function denies(pattern: string, text: string): boolean {
  return pattern.startsWith('!') && matches(pattern.slice(1), text);
}

/** As a shell matches names; undefined, an absent group, is the core group. */
function matches(pattern: string | undefined, text: string): boolean {
  if (pattern?.includes('*') !== true) return (pattern ?? '') === text;
  const parts = pattern.split('*').map(RegExp.escape);
  return new RegExp(`^${parts.join('.*')}$`).test(text);
}
