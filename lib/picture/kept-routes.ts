import type { KubernetesObject } from '../output/manifest.ts';
import { listAt, textAt, textsAt } from '../output/record.ts';

/** Routes that the site wants in NetBird, and what keeps them there. */
export interface KeptRoutes {
  /** `CronJob netbird-routes`; undefined where only somebody's `npm run routes` does. */
  readonly keeper: string | undefined;
  readonly routes: readonly KeptRoute[];
}

export interface KeptRoute {
  readonly network: string;

  /** The peer, or the group of peers, that routes: its name in NetBird. */
  readonly target: string;

  /** Whose peers use it. */
  readonly groups: readonly string[];
}

/** See lib/netbird/management/routes-file.ts. */
const ROUTES_KEY = 'routes.json';

export function keptRoutes(objects: readonly KubernetesObject[]): readonly KeptRoutes[] {
  return objects.flatMap((object) => {
    const text = object.kind === 'ConfigMap' ? textsAt(object, 'data')[ROUTES_KEY] : undefined;
    const routes = listAt(json(text), 'routes').flatMap(keptRoute);
    return routes.length === 0 ? [] : [{ keeper: keeperOf(object, objects), routes }];
  });
}

function keptRoute(route: unknown): KeptRoute[] {
  const network = textAt(route, 'network');
  const target = textAt(route, 'peer') ?? textAt(route, 'peerGroup');
  if (network === undefined || target === undefined) return [];
  return [{ network, target, groups: listAt(route, 'groups').filter((group) => typeof group === 'string') }];
}

function keeperOf(configMap: KubernetesObject, objects: readonly KubernetesObject[]): string | undefined {
  const name = textAt(configMap, 'metadata', 'name');
  const keeper = objects
    .filter(({ kind }) => kind === 'CronJob')
    .filter((job) => textAt(job, 'metadata', 'namespace') === textAt(configMap, 'metadata', 'namespace'))
    .find((job) => mountsOf(job).includes(name));
  return keeper === undefined ? undefined : `CronJob ${textAt(keeper, 'metadata', 'name')}`;
}

/** The ConfigMaps that the pods of a CronJob mount. */
function mountsOf(cronJob: KubernetesObject): readonly (string | undefined)[] {
  return listAt(cronJob, 'spec', 'jobTemplate', 'spec', 'template', 'spec', 'volumes').flatMap((volume) => [
    textAt(volume, 'configMap', 'name'),
    ...listAt(volume, 'projected', 'sources').map((source) => textAt(source, 'configMap', 'name')),
  ]);
}

function json(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return undefined;
  }
}
