import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { CiliumNodeConfig, CiliumNodeConfigV2Alpha1 } from '../../imports/cilium.io.ts';
import { SyncWave, syncAnnotations } from '../argocd/sync.ts';
import type { LabelMap } from '../network/label-map.ts';
import type { KubernetesObject } from '../output/manifest.ts';
import { OutputFile } from '../output/output-file.ts';
import type { Note, SiteReview, SiteReviewer } from '../output/site-reviewer.ts';
import type { Problem } from '../refusal/problem.ts';
import { PropsReview } from '../refusal/props-review.ts';
import type { AdmissionAction } from './admission/admission-policy.ts';
import { devicePolicies } from './admission/device-policies.ts';
import type { CiliumDeviceGuardProps } from './cilium-device-guard-props.ts';
import type { Finding } from './finding.ts';
import { type GuardSettings, policyNames, reviewGuard } from './guard-settings.ts';
import { judgeSite } from './judge-site.ts';
import { PINNING_VALUES_FILE, pinningValuesText } from './pinning-values.ts';
import { refuseRivals } from './refuse-rivals.ts';

/**
 * Keeps an interface out of Cilium's devices: refuses a configuration that would let it in before the merge, pins the
 * devices on the routing peer's node, and has the API server refuse what comes by another way.
 */
export class CiliumDeviceGuard extends Construct implements SiteReviewer {
  /** The CiliumNodeConfig; undefined where Helm values pin the devices. */
  readonly nodeConfig: ApiObject | undefined;

  /** The admission policies and their bindings. */
  readonly policies: readonly ApiObject[];

  private readonly settings: GuardSettings;

  /** @throws RefusedError with every problem of the props */
  constructor(scope: Construct, id: string, props: CiliumDeviceGuardProps) {
    super(scope, id);
    const review = new PropsReview(this);
    const settings = reviewGuard(props, review);
    refuseRivals(this, settings, review);
    review.conclude();

    this.settings = settings;
    this.nodeConfig = settings.enforcement === 'node-config' ? nodeConfig(this, settings) : undefined;
    if (settings.enforcement === 'helm-values') {
      new OutputFile(this, 'helm-values', {
        path: PINNING_VALUES_FILE,
        content: () => pinningValuesText(settings.devices),
      });
    }
    this.policies = settings.admission === 'none' ? [] : policies(this, settings, settings.admission);
  }

  /** Whether it keeps an interface out on every node that has these labels. */
  guards(interfaceName: string, nodeLabels: LabelMap): boolean {
    const { forbid, enforcement, nodeSelector } = this.settings;
    const isThere = ([label, value]: [string, string]) => nodeLabels[label] === value;
    const reaches = enforcement === 'helm-values' || Object.entries(nodeSelector).every(isThere);
    return reaches && forbid.some((forbidden) => forbidden === interfaceName);
  }

  /** Judges the Helm values and every object of the site that says something about Cilium's devices. */
  reviewSite(objects: readonly KubernetesObject[]): SiteReview {
    const findings = this.settings.forbid.flatMap((interfaceName) => judgeSite(this.settings, interfaceName, objects));
    const problems = findings.map((finding) => ({ severity: finding.severity, problem: this.describe(finding) }));
    return {
      problems: problems.filter(({ severity }) => severity === 'error').map(({ problem }) => problem),
      warnings: problems.filter(({ severity }) => severity === 'warning').map(({ problem }) => problem),
      notes: objects.some(({ kind }) => kind === 'CiliumL2AnnouncementPolicy') ? [] : [this.announcements()],
    };
  }

  /** See the rule l2-announcement-node. */
  private announcements(): Note {
    const node = Object.entries(this.settings.nodeSelector).map(([label, value]) => `${label}=${value}`);
    const text = `No CiliumL2AnnouncementPolicy is part of this site. If Cilium announces addresses, none of its policies may select ${node.join(',')}.`;
    return { path: this.node.path, text };
  }

  private describe({ place, value, verdict, reason, source, remedy }: Finding): Problem {
    return { path: this.node.path, field: place, value, reason: `${verdict}: ${reason} (${source})`, remedy };
  }
}

function labels(settings: GuardSettings): Record<string, string> {
  return {
    'app.kubernetes.io/name': settings.name,
    'app.kubernetes.io/component': 'device-guard',
    'app.kubernetes.io/part-of': 'netbird',
    'app.kubernetes.io/managed-by': 'cdk8s',
  };
}

/** Version 2 is served from Cilium 1.16 on; the agents of 1.15 do not know the second key either. */
function nodeConfig(scope: Construct, settings: GuardSettings): ApiObject {
  const isV2 = settings.version === undefined || settings.version.isAtLeast(16);
  const devices = settings.devices.join(' ');
  const defaults: Record<string, string> = isV2 ? { devices, 'force-device-detection': 'false' } : { devices };
  const props = {
    metadata: {
      name: settings.name,
      namespace: settings.namespace,
      labels: labels(settings),
      annotations: syncAnnotations(SyncWave.Prerequisite, 'SkipDryRunOnMissingResource=true'),
    },
    spec: { nodeSelector: { matchLabels: settings.nodeSelector }, defaults },
  };
  return isV2
    ? new CiliumNodeConfig(scope, 'node-config', props)
    : new CiliumNodeConfigV2Alpha1(scope, 'node-config', props);
}

function policies(scope: Construct, settings: GuardSettings, action: AdmissionAction): ApiObject[] {
  const names = policyNames(settings);
  return settings.forbid.flatMap((interfaceName, index) =>
    devicePolicies(new Construct(scope, `admission-${interfaceName}`), {
      name: String(names[index]),
      labels: labels(settings),
      action,
      interfaceName,
      wanted: settings.devices.join(' '),
      version: settings.judgedVersion,
      cilium: {
        namespace: settings.namespace,
        configMap: settings.configMapName,
        daemonSet: settings.daemonSetName,
      },
      pinnedByNodeConfig: settings.enforcement === 'node-config',
      readsNodes: settings.sources.some(({ kind }) => kind === 'node'),
    }),
  );
}
