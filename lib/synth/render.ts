import { ApiObject, App, Chart, Yaml } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { checks } from '../checks/index.ts';
import { apiServerOf } from '../output/api-server.ts';
import { Cluster } from '../output/cluster.ts';
import type { Manifest } from '../output/manifest.ts';
import { HELM_VALUES, OutputFile } from '../output/output-file.ts';
import { isSiteReviewer, type Note } from '../output/site-reviewer.ts';
import { type Problem, shown } from '../refusal/problem.ts';
import { collectProblems } from '../refusal/props-review.ts';
import { RefusedError } from '../refusal/refused-error.ts';

/** Describes one site: makes its charts below `site`, and the constructs below them. */
export type Compose = (site: App) => void;

/** The files of an output: their paths below the output folder, with `/`, and what is in them. */
export type Files = ReadonlyMap<string, string>;

export interface Rendering {
  /** One for each object, `[<cluster>/]<chart>/<Kind>.<name>.k8s.yaml`, and those that constructs add. */
  readonly files: Files;

  /** What does not stop the synth, but should be known. */
  readonly warnings: readonly Problem[];

  /** What must hold outside of the site. */
  readonly notes: readonly Note[];
}

/**
 * Builds a site in memory and checks it.
 *
 * @throws RefusedError with the problems of all constructs and of the objects together
 */
export function render(compose: Compose): Rendering {
  // Keys are sorted on every machine, whatever its environment says to cdk8s.
  delete process.env.CDK8S_DISABLE_SORT;
  const site = composeSite(compose);
  const constructs = site.node.findAll();
  const charts = constructs.filter((construct) => Chart.isChart(construct));
  const manifests = charts.flatMap(renderChart);
  const byServer = Map.groupBy(manifests, ({ server }) => server);
  const objectsOf = (server: string) => (byServer.get(server) ?? []).map(({ object }) => object);
  const reviews = constructs
    .filter(isSiteReviewer)
    .map((reviewer) => reviewer.reviewSite(objectsOf(apiServerOf(reviewer))));
  const { files, collisions } = layOut(
    manifests,
    constructs.filter((construct) => construct instanceof OutputFile),
  );
  const problems = [
    ...validationProblems(constructs),
    ...chartProblems(charts),
    ...clusterProblems(constructs),
    ...checks.flatMap((check) => check(manifests)),
    ...reviews.flatMap((review) => review.problems),
    ...collisions,
  ];
  if (problems.length > 0) throw new RefusedError(problems);
  return {
    files,
    warnings: reviews.flatMap((review) => review.warnings),
    notes: reviews.flatMap((review) => review.notes),
  };
}

function composeSite(compose: Compose): App {
  const site = new App();
  const problems = collectProblems(site);
  let result: unknown;
  try {
    result = compose(site);
  } catch (error) {
    // What fails after a refusal fails because of it, as a rule.
    if (problems.length === 0) throw sameId(error, site) ?? withoutChart(error, site) ?? error;
  }
  if (result instanceof Promise) {
    result.catch(() => {});
    throw new RefusedError([...problems, COMPOSED_LATER]);
  }
  if (problems.length > 0) throw new RefusedError(problems);
  return site;
}

const COMPOSED_LATER: Problem = {
  path: 'the site',
  reason: 'It is composed by an async function: what that makes after it has waited would be missing.',
  remedy: 'Wait for what it needs before synthesize(), at the top of the program, and take the async away.',
};

/** What the tree of constructs says where an id is taken; undefined for every other error. */
function sameId(error: unknown, site: App): RefusedError | undefined {
  const [, id, parent = ''] =
    /There is already a Construct with name '(.*?)' in .*?(?: \[(.*)\])?$/.exec(Object(error).message) ?? [];
  if (id === undefined) return undefined;
  const place = site.node.findAll().find(({ node }) => node.id === parent && node.tryFindChild(id) !== undefined);
  return new RefusedError([
    {
      path: place?.node.path || 'the site',
      field: 'id',
      value: shown(id),
      reason: 'Two constructs in one place have this id.',
      remedy: 'Give each its own.',
    },
  ]);
}

/** What cdk8s says where a construct has no chart, without saying which; undefined for every other error. */
function withoutChart(error: unknown, site: App): RefusedError | undefined {
  if (!/^cannot find a parent chart/.test(Object(error).message)) return undefined;
  const path = site.node
    .findAll()
    .filter((construct) => construct !== site && !(construct instanceof Cluster))
    .find(({ node }) => !node.scopes.some((scope) => Chart.isChart(scope)))?.node.path;
  const remedy = 'Make it in one: new Chart(site, "netbird") in the place of site.';
  return new RefusedError([{ path: path ?? 'the site', reason: 'It is in no Chart.', remedy }]);
}

function renderChart(chart: Chart): Manifest[] {
  return chart.node
    .findAll()
    .filter((construct) => ApiObject.isApiObject(construct) && construct.chart === chart)
    .map((construct) => ({
      folder: chart.node.path,
      server: apiServerOf(chart),
      path: construct.node.path,
      object: (construct as ApiObject).toJson(),
    }));
}

/** What constructs of the site's own say by `node.addValidation`. */
function validationProblems(constructs: readonly IConstruct[]): Problem[] {
  return constructs.flatMap(({ node }) => node.validate().map((reason) => ({ path: node.path, reason, remedy: '' })));
}

/** A chart is a folder, and a folder is what an Application syncs. */
function chartProblems(charts: readonly Chart[]): Problem[] {
  return charts
    .filter(({ node }) => (node.scope !== node.root && !(node.scope instanceof Cluster)) || !isFolderName(node.id))
    .map(({ node }) => ({
      path: node.path,
      reason: 'The id of a chart is the name of a folder in the output.',
      remedy: `Make it directly below the site or a Cluster, with an id ${FOLDER_NAME}.`,
    }));
}

function clusterProblems(constructs: readonly IConstruct[]): Problem[] {
  const clusters = constructs.filter((construct) => construct instanceof Cluster);
  const misplaced = clusters
    .filter(({ node }) => node.scope !== node.root || !isFolderName(node.id))
    .map(({ node }) => ({
      path: node.path,
      reason: 'The id of a cluster is the name of a folder in the output.',
      remedy: `Make it directly below the site, with an id ${FOLDER_NAME}.`,
    }));
  const same = clusters.flatMap((cluster, index) => {
    const other = clusters.slice(0, index).find((earlier) => apiServerOf(earlier) === apiServerOf(cluster));
    if (other === undefined || cluster.node.scope === other) return [];
    return [
      {
        path: cluster.node.path,
        field: 'server',
        value: shown(cluster.server),
        reason: `It is the API server of ${other.node.path}, too.`,
        remedy: 'Make one Cluster of them, or write another server.',
      },
    ];
  });
  return [...misplaced, ...same];
}

const FOLDER_NAME = `of up to 63 lower-case letters, digits and hyphens; not "${HELM_VALUES}"`;

function isFolderName(id: string): boolean {
  return /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(id) && id !== HELM_VALUES;
}

function layOut(
  manifests: readonly Manifest[],
  outputFiles: readonly OutputFile[],
): { files: Files; collisions: Problem[] } {
  const files = new Map<string, string>();
  const collisions: Problem[] = [];
  const makers = new Map<string, string>();
  const add = (file: string, content: string, path: string): void => {
    // Some file systems take names that differ only by case for the same.
    const maker = makers.get(file.toLowerCase());
    if (maker !== undefined) {
      collisions.push({
        path,
        reason: `Its file ${file} would overwrite that of ${maker}.`,
        remedy: 'Give it another name, or put it into another chart.',
      });
    }
    makers.set(file.toLowerCase(), path);
    files.set(file, content);
  };
  for (const { folder, path, object } of manifests) {
    add(`${folder}/${fileName(object.kind, object.metadata.name)}`, Yaml.stringify(object), path);
  }
  for (const file of outputFiles) {
    const cluster = Cluster.of(file);
    add(cluster === undefined ? file.path : `${cluster.node.id}/${file.path}`, file.content(), file.node.path);
  }
  return { files, collisions };
}

/** As cdk8s names the files of its own output. */
function fileName(kind: string, name: string): string {
  return `${`${kind}.${name}`.replace(/[^0-9a-zA-Z-_.]/g, '')}.k8s.yaml`;
}
