import { ApiObject, App, Chart, Yaml } from 'cdk8s';
import { checks } from '../checks/index.ts';
import type { Manifest } from '../checks/manifest.ts';
import type { Problem } from '../refusal/problem.ts';
import { collectProblems } from '../refusal/props-review.ts';
import { RefusedError } from '../refusal/refused-error.ts';

/** Describes one site: makes its charts below `site`, and the constructs below them. */
export type Compose = (site: App) => void;

/** The files of an output: their paths below the output folder, with `/`, and what is in them. */
export type Files = ReadonlyMap<string, string>;

/**
 * Builds a site in memory and checks it.
 *
 * @returns one file for each object: `<chart>/<Kind>.<name>.k8s.yaml`
 * @throws RefusedError with the problems of all constructs and of the objects together
 */
export function render(compose: Compose): Files {
  // Keys are sorted on every machine, whatever its environment says to cdk8s.
  delete process.env.CDK8S_DISABLE_SORT;
  const site = new App();
  const problems = collectProblems(site);
  const result: unknown = compose(site);
  if (result instanceof Promise) throw new Error('The site is composed by an async function; it must not wait.');
  if (problems.length > 0) throw new RefusedError(problems);

  const charts = site.node.findAll().filter((construct) => Chart.isChart(construct));
  const manifests = charts.flatMap(renderChart);
  const broken = [
    ...validationProblems(site),
    ...chartProblems(charts),
    ...checks.flatMap((check) => check(manifests)),
  ];
  const { files, collisions } = layOut(manifests);
  if (broken.length + collisions.length > 0) throw new RefusedError([...broken, ...collisions]);
  return files;
}

function renderChart(chart: Chart): Manifest[] {
  return chart.node
    .findAll()
    .filter((construct) => ApiObject.isApiObject(construct) && construct.chart === chart)
    .map((construct) => ({
      chart: chart.node.id,
      path: construct.node.path,
      object: (construct as ApiObject).toJson(),
    }));
}

/** What constructs of the site's own say by `node.addValidation`. */
function validationProblems(site: App): Problem[] {
  return site.node
    .findAll()
    .flatMap(({ node }) => node.validate().map((reason) => ({ path: node.path, reason, remedy: '' })));
}

/** A chart is a folder, and a folder is what an Application syncs. */
function chartProblems(charts: readonly Chart[]): Problem[] {
  return charts
    .filter(({ node }) => node.scope !== node.root || !/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(node.id))
    .map(({ node }) => ({
      path: node.path,
      reason: 'The id of a chart is the name of a folder in the output.',
      remedy: 'Make it directly below the site, with an id of lower-case letters, digits and hyphens.',
    }));
}

function layOut(manifests: readonly Manifest[]): { files: Files; collisions: Problem[] } {
  const files = new Map<string, string>();
  const collisions: Problem[] = [];
  const makers = new Map<string, string>();
  for (const { chart, path, object } of manifests) {
    const file = `${chart}/${fileName(object.kind, object.metadata.name)}`;
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
    files.set(file, Yaml.stringify(object));
  }
  return { files, collisions };
}

/** As cdk8s names the files of its own output. */
function fileName(kind: string, name: string): string {
  return `${`${kind}.${name}`.replace(/[^0-9a-zA-Z-_.]/g, '')}.k8s.yaml`;
}
