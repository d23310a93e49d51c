import { parse } from 'yaml';
import { PINNING_VALUES_FILE } from '../cilium/pinning-values.ts';
import type { KubernetesObject } from '../output/manifest.ts';
import { listAt } from '../output/record.ts';
import type { Files } from '../synth/render.ts';
import { dataPathOf } from './data-path.ts';
import type { Diagram } from './diagram.ts';
import { drawDataPath } from './draw-data-path.ts';

export interface Picture {
  /** The id of its cluster; undefined in a site that names none. */
  readonly cluster: string | undefined;
  readonly diagram: Diagram;
}

/** The pictures of an output: one for each cluster that has a routing peer. */
export function picturesOf(files: Files): Picture[] {
  const objects = [...files]
    .filter(([file]) => file.endsWith('.k8s.yaml'))
    .map(([file, content]) => ({ cluster: clusterOf(file), object: parse(content) as KubernetesObject }));
  return [...Map.groupBy(objects, ({ cluster }) => cluster)]
    .map(([cluster, of]) => ({
      cluster,
      dataPath: dataPathOf(
        of.map(({ object }) => object),
        pinnedDevices(files, cluster),
      ),
    }))
    .filter(({ dataPath }) => dataPath.peers.length > 0)
    .map(({ cluster, dataPath }) => ({ cluster, diagram: drawDataPath(dataPath, cluster) }));
}

function pinnedDevices(files: Files, cluster: string | undefined): readonly string[] | undefined {
  const values = files.get(cluster === undefined ? PINNING_VALUES_FILE : `${cluster}/${PINNING_VALUES_FILE}`);
  if (values === undefined) return undefined;
  return listAt(parse(values), 'devices').filter((device) => typeof device === 'string');
}

/** `<cluster>/<chart>/<file>`, or `<chart>/<file>`. */
function clusterOf(file: string): string | undefined {
  const folders = file.split('/').slice(0, -1);
  return folders.length > 1 ? folders[0] : undefined;
}
