import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { type SyncOption, SyncWave, syncAnnotations } from '../../argocd/sync.ts';
import type { LabelMap } from '../../network/label-map.ts';
import { MadeBefore } from '../../output/made-before.ts';
import { PropsReview } from '../../refusal/props-review.ts';
import type { SecretDelivery } from '../../secrets/secret-source.ts';
import { TOKEN_VARIABLE } from '../management/api-token.ts';
import { ROUTES_FILE } from '../management/routes-file.ts';
import { unlessEmpty } from '../unless-empty.ts';
import type { NetbirdNetworkRoutesProps } from './netbird-network-routes-props.ts';
import { networkRoutesPod, PROGRAM_FILE, TOKEN_VOLUME } from './network-routes-pod.ts';
import { type NetworkRoutesSettings, reviewNetworkRoutes } from './network-routes-settings.ts';

/**
 * The routes of a site in NetBird, kept as they are described here: a CronJob compares them with what NetBird has, every
 * 10 minutes, and puts right what differs. It runs beside the peer, in a namespace of its own, and never touches it:
 * what goes wrong here stops nothing else.
 *
 * Its own routes carry a mark in their description. Routes of others are reported and left alone; only one that was made
 * by hand for the same network and peer is taken over. See docs/netbird-network-routes.md.
 */
export class NetbirdNetworkRoutes extends Construct {
  /** Whose the routes are, by their mark. */
  readonly owner: string;

  readonly namespace: k8s.KubeNamespace;
  readonly serviceAccount: k8s.KubeServiceAccount;

  /** What the routes should be, as JSON. `npm run routes` reads it too. */
  readonly routes: k8s.KubeConfigMap;

  /** The program. */
  readonly program: k8s.KubeConfigMap;
  readonly networkPolicy: k8s.KubeNetworkPolicy;
  readonly cronJob: k8s.KubeCronJob;

  /** The objects that fetch the access token. */
  readonly accessTokenObjects: readonly ApiObject[];

  /** @throws RefusedError with every problem of the props */
  constructor(scope: Construct, id: string, props: NetbirdNetworkRoutesProps) {
    super(scope, id);
    const review = new PropsReview(this);
    const settings = reviewNetworkRoutes(props, review);
    refuseSameOwner(this, settings, review);
    review.conclude();

    this.owner = settings.desired.owner;
    const { name } = settings;
    this.namespace = new k8s.KubeNamespace(this, 'namespace', { metadata: namespaceMetadata(settings) });
    this.serviceAccount = new k8s.KubeServiceAccount(this, 'service-account', {
      metadata: { ...metadata(settings, SyncWave.SecretStore), name },
      automountServiceAccountToken: false,
    });
    const token = settings.accessToken.deliver(this, {
      name: `${name}-token`,
      metadata: (wave, ...options) => metadata(settings, wave, ...options),
      serviceAccountName: name,
      variable: TOKEN_VARIABLE,
      volumeName: TOKEN_VOLUME,
      isReplaced: true,
    });
    this.accessTokenObjects = token.objects;
    this.routes = new k8s.KubeConfigMap(this, 'routes', {
      metadata: { ...metadata(settings, SyncWave.Prerequisite), name },
      data: { [ROUTES_FILE]: `${JSON.stringify(settings.desired, undefined, 2)}\n` },
    });
    this.program = new k8s.KubeConfigMap(this, 'program', {
      metadata: { ...metadata(settings, SyncWave.Prerequisite), name: `${name}-program` },
      data: { [PROGRAM_FILE]: readFileSync(join(import.meta.dirname, PROGRAM_FILE), 'utf8') },
    });
    this.networkPolicy = new k8s.KubeNetworkPolicy(this, 'network-policy', {
      metadata: { ...metadata(settings, SyncWave.Prerequisite), name },
      // Where the management server is, as a policy sees it, is for the network of the cluster to know.
      spec: {
        podSelector: { matchLabels: { 'app.kubernetes.io/name': name } },
        policyTypes: ['Ingress', 'Egress'],
        egress: [{}],
      },
    });
    this.cronJob = new k8s.KubeCronJob(this, 'cron-job', cronJob(settings, token));
  }
}

/** Two of one owner would delete each other's routes. */
function refuseSameOwner(
  construct: NetbirdNetworkRoutes,
  { desired }: NetworkRoutesSettings,
  review: PropsReview,
): void {
  if (review.hasProblems) return;
  const account = `${desired.managementUrl} ${desired.owner}`;
  const same = accounts.remember(construct, account).others.find(({ what }) => what === account);
  if (same === undefined) return;
  review.refuse('owner', {
    value: desired.owner,
    reason: `At the same management server it is the owner of the routes of ${same.path}, and each would delete those of the other.`,
    remedy: 'Write another owner.',
  });
}

/** The management server, and the owner there. */
const accounts = new MadeBefore<string>();

function cronJob(settings: NetworkRoutesSettings, token: SecretDelivery): k8s.KubeCronJobProps {
  const { name, desired } = settings;
  const { annotations, ...ofCronJob } = metadata(settings, SyncWave.Workload);
  return {
    metadata: { ...ofCronJob, name, annotations: { ...WAIVERS, ...annotations } },
    spec: {
      schedule: schedule(desired.owner),
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: 300,
      suspend: false,
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 3,
      jobTemplate: {
        metadata: { labels: labels(name) },
        spec: {
          // The program tries again by itself, and the next run is not far.
          backoffLimit: 0,
          activeDeadlineSeconds: 300,
          template: { metadata: { labels: labels(name) }, spec: networkRoutesPod(settings, token) },
        },
      },
    },
  };
}

/** What linters say of the CronJob, and must not be followed. */
const WAIVERS = {
  // The tag names one version, and a run every 10 minutes must not need the registry.
  'kube-score/ignore': 'container-image-pull-policy',
};

/** Every 10 minutes, but not all sites of an account in the same one. */
function schedule(owner: string): string {
  const minute = (createHash('sha256').update(owner).digest()[0] ?? 0) % 10;
  return `${minute}-59/10 * * * *`;
}

function metadata(settings: NetworkRoutesSettings, wave: SyncWave, ...options: SyncOption[]) {
  return {
    namespace: settings.namespace,
    labels: labels(settings.name),
    annotations: unlessEmpty({ ...settings.annotations, ...syncAnnotations(wave, ...options) }),
  };
}

function labels(name: string): LabelMap {
  return {
    'app.kubernetes.io/name': name,
    'app.kubernetes.io/component': 'network-routes',
    'app.kubernetes.io/part-of': 'netbird',
    'app.kubernetes.io/managed-by': 'cdk8s',
  };
}

function namespaceMetadata(settings: NetworkRoutesSettings): k8s.ObjectMeta {
  const { namespace, ...clusterScoped } = metadata(settings, SyncWave.Namespace);
  return {
    ...clusterScoped,
    name: namespace,
    labels: {
      ...clusterScoped.labels,
      'pod-security.kubernetes.io/enforce': 'restricted',
      'pod-security.kubernetes.io/audit': 'restricted',
      'pod-security.kubernetes.io/warn': 'restricted',
    },
  };
}
