import { ApiObject, App, Chart, Yaml } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { checks } from '../checks/index.ts';
import type { Manifest } from '../output/manifest.ts';
import { HELM_VALUES, OutputFile } from '../output/output-file.ts';
import { isSiteReviewer } from '../output/site-reviewer.ts';
import type { Problem } from '../refusal/problem.ts';
import { collectProblems } from '../refusal/props-review.ts';
import { RefusedError } from '../refusal/refused-error.ts';

/** Describes one site: makes its charts below `site`, and the constructs below them. */
export type Compose = (site: App) => void;

/** The files of an output: their paths below the output folder, with `/`, and what is in them. */
export type Files = ReadonlyMap<string, string>;

export interface Rendering {
  /** One for each object, `<chart>/<Kind>.<name>.k8s.yaml`, and those that constructs add. */
  readonly files: Files;

  /** What does not stop the synth, but should be known. */
  readonly warnings: readonly Problem[];
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
  const objects = manifests.map(({ object }) => object);
  const reviews = constructs.filter(isSiteReviewer).map((reviewer) => reviewer.reviewSite(objects));
  const { files, collisions } = layOut(
    manifests,
    constructs.filter((construct) => construct instanceof OutputFile),
  );
  const problems = [
    ...validationProblems(constructs),
    ...chartProblems(charts),
    ...checks.flatMap((check) => check(manifests)),
    ...reviews.flatMap((review) => review.problems),
    ...collisions,
  ];
  if (problems.length > 0) throw new RefusedError(problems);
  return { files, warnings: reviews.flatMap((review) => review.warnings) };
}

function composeSite(compose: Compose): App {
  const site = new App();
  const problems = collectProblems(site);
  try {
    const result: unknown = compose(site);
    if (result instanceof Promise) throw new Error('The site is composed by an async function; it must not wait.');
  } catch (error) {
    // What fails after a refusal fails because of it, as a rule.
    if (problems.length === 0) throw error;
  }
  if (problems.length > 0) throw new RefusedError(problems);
  return site;
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
function validationProblems(constructs: readonly IConstruct[]): Problem[] {
  return constructs.flatMap(({ node }) => node.validate().map((reason) => ({ path: node.path, reason, remedy: '' })));
}

const CHART_ID = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;

/** A chart is a folder, and a folder is what an Application syncs. */
function chartProblems(charts: readonly Chart[]): Problem[] {
  return charts
    .filter(({ node }) => node.scope !== node.root || !CHART_ID.test(node.id) || node.id === HELM_VALUES)
    .map(({ node }) => ({
      path: node.path,
      reason: 'The id of a chart is the name of a folder in the output.',
      remedy:
        'Make it directly below the site, with an id of lower-case letters, digits and hyphens; not "helm-values".',
    }));
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
  for (const { chart, path, object } of manifests) {
    add(`${chart}/${fileName(object.kind, object.metadata.name)}`, Yaml.stringify(object), path);
  }
  for (const { path, content, node } of outputFiles) add(path, content, node.path);
  return { files, collisions };
}

/** As cdk8s names the files of its own output. */
function fileName(kind: string, name: string): string {
  return `${`${kind}.${name}`.replace(/[^0-9a-zA-Z-_.]/g, '')}.k8s.yaml`;
}
