import { parse } from 'yaml';
import type { KubernetesObject } from '../output/manifest.ts';
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
    .map(([cluster, of]) => ({ cluster, dataPath: dataPathOf(of.map(({ object }) => object)) }))
    .filter(({ dataPath }) => dataPath.peers.length > 0)
    .map(({ cluster, dataPath }) => ({ cluster, diagram: drawDataPath(dataPath, cluster) }));
}

/** `<cluster>/<chart>/<file>`, or `<chart>/<file>`. */
function clusterOf(file: string): string | undefined {
  const folders = file.split('/').slice(0, -1);
  return folders.length > 1 ? folders[0] : undefined;
}
