import { picturesOf } from '../../picture/pictures-of.ts';
import { svgOf } from '../../picture/svg.ts';
import type { Files } from '../../synth/render.ts';

/** The data path of a cluster as it will be. */
export interface ReportPicture {
  /** The id of the cluster; undefined in a site that names none. */
  readonly cluster: string | undefined;

  /** An element of SVG; undefined where the page would become too large. */
  readonly svg: string | undefined;
}

/** Pictures of more nodes than these make a page slow, and nobody reads them. */
const MOST_NODES = 50;

/** The pictures of an output, as long as there is room for them on one page. */
export async function reportPictures(made: Files): Promise<readonly ReportPicture[]> {
  let left = MOST_NODES;
  return Promise.all(
    picturesOf(made).map(async ({ cluster, diagram }) => {
      const nodes = diagram.groups.length;
      if (nodes > left) return { cluster, svg: undefined };
      left -= nodes;
      return { cluster, svg: await svgOf(diagram) };
    }),
  );
}
