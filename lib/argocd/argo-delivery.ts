import { Chart, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { Application, ApplicationSet, AppProject } from '../../imports/argoproj.io.ts';
import { Cluster } from '../output/cluster.ts';
import { APPLICATION_INDEX, OutputFile } from '../output/output-file.ts';
import type { Note, SiteReview, SiteReviewer } from '../output/site-reviewer.ts';
import { PropsReview } from '../refusal/props-review.ts';
import { APPLICATION_ANNOTATIONS, applicationSpec } from './application-spec.ts';
import type { ArgoDeliveryProps } from './argo-delivery-props.ts';
import {
  applicationName,
  clusterScopedKinds,
  destinationNamespace,
  destinations,
  emptyChart,
  hasObjects,
} from './delivered-charts.ts';
import { type DeliverySettings, reviewDelivery } from './delivery-settings.ts';

/**
 * Has Argo CD sync one folder of the output for each chart. The AppProject allows exactly what the charts render: their
 * namespaces, and their cluster-scoped kinds.
 *
 * Nothing syncs these objects themselves: `kubectl apply -f dist/argocd`, once and after each change. They carry no
 * finalizer, so that `kubectl delete` of an Application leaves the peer and its identity alone; Argo CD's own interface
 * deletes what it delivered too, unless told otherwise.
 */
export class ArgoDelivery extends Construct implements SiteReviewer {
  readonly project: AppProject;

  /** None where an ApplicationSet makes them. */
  readonly applications: readonly Application[];

  /** Undefined where the Applications stand in the output. */
  readonly applicationSet: ApplicationSet | undefined;

  private readonly charts: readonly Chart[];

  /** @throws RefusedError with every problem of the props */
  constructor(scope: Construct, id: string, props: ArgoDeliveryProps) {
    super(scope, id);
    const review = new PropsReview(this);
    const settings = reviewDelivery(this, props, review);
    review.conclude();

    const { charts, project, namespace, repository } = settings;
    this.charts = charts;
    this.node.addValidation({ validate: () => charts.filter((chart) => !hasObjects(chart)).map(emptyChart) });
    this.project = new AppProject(this, 'project', {
      metadata: { name: project, namespace },
      spec: {
        description: 'The NetBird routing peer, and what keeps its tunnel interface out of Cilium.',
        sourceRepos: [repository],
        // Read when the output is made, so that nothing that is rendered later can be missing.
        destinations: Lazy.any({ produce: () => destinations(charts) }),
        clusterResourceWhitelist: Lazy.any({ produce: () => clusterScopedKinds(charts) }),
      },
    });
    const isSet = settings.makes === 'application-set';
    this.applications = isSet ? [] : charts.map((chart) => application(this, chart, settings));
    this.applicationSet = isSet ? applicationSet(this, settings) : undefined;
  }

  /** Notes the charts that stand in the output and are delivered by nobody. */
  reviewSite(): SiteReview {
    const constructs = this.node.root.node.findAll();
    const deliveries = constructs.filter((construct) => construct instanceof ArgoDelivery);
    const known = new Set(deliveries.flatMap((delivery) => [Chart.of(delivery), ...delivery.charts]));
    const others = constructs.filter((construct) => Chart.isChart(construct) && !known.has(construct)) as Chart[];
    // Once for the site, however many deliveries it has.
    const notes = deliveries[0] === this ? others.filter(hasObjects).map(undelivered) : [];
    return { problems: [], warnings: [], notes };
  }
}

function undelivered({ node }: Chart): Note {
  return {
    path: node.path,
    text: 'No Application delivers this chart. Add it to the charts of an ArgoDelivery, or apply its folder by hand.',
  };
}

function application(scope: Construct, chart: Chart, settings: DeliverySettings): Application {
  const name = applicationName(chart);
  return new Application(scope, `application-${name}`, {
    metadata: { name, namespace: settings.namespace, annotations: APPLICATION_ANNOTATIONS },
    spec: applicationSpec(settings, {
      folder: chart.node.path,
      server: Cluster.serverOf(chart),
      namespace: Lazy.any({ produce: () => destinationNamespace(chart, settings.charts) }),
    }),
  });
}

/** The index stands at the root of the output: in none of the folders that the Applications sync. */
function applicationSet(scope: Construct, settings: DeliverySettings): ApplicationSet {
  new OutputFile(scope, 'index', { path: APPLICATION_INDEX, content: () => applicationIndex(settings.charts) });
  const cluster = Cluster.of(scope)?.node.id;
  const index = cluster === undefined ? APPLICATION_INDEX : `${cluster}/${APPLICATION_INDEX}`;
  return new ApplicationSet(scope, 'application-set', {
    metadata: { name: settings.project, namespace: settings.namespace },
    spec: {
      goTemplate: true,
      // Otherwise a name that is missing in the index would be the text <no value>.
      goTemplateOptions: ['missingkey=error'],
      generators: [
        {
          git: {
            repoUrl: settings.repository,
            revision: settings.revision,
            files: [{ path: `${settings.folder}${index}` }],
          },
        },
      ],
      // What an entry of the index has delivered outlives the entry, and the ApplicationSet.
      syncPolicy: { preserveResourcesOnDeletion: true },
      template: {
        metadata: { name: '{{ .name }}', annotations: APPLICATION_ANNOTATIONS },
        spec: applicationSpec(settings, {
          folder: '{{ .folder }}',
          server: '{{ .server }}',
          namespace: '{{ .namespace }}',
        }),
      },
    },
  });
}

/** An entry for each Application. Not `path`: the generator puts that of the index itself there. */
function applicationIndex(charts: readonly Chart[]): string {
  const entries = charts.map((chart) => ({
    name: applicationName(chart),
    folder: chart.node.path,
    server: Cluster.serverOf(chart),
    namespace: destinationNamespace(chart, charts),
  }));
  return `${JSON.stringify(entries, null, 2)}\n`;
}
