import type { LabelMap } from '../network/label-map.ts';
import type { AdmissionAction } from './admission/admission-policy.ts';

export interface CiliumDeviceGuardProps {
  /**
   * The interfaces that Cilium shall use on the node, as entries of its `devices`: names, prefixes (`eth+`), and from
   * Cilium 1.19 on exclusions (`!wt0`). Refused: a list under which a forbidden interface would, or could, be selected;
   * and one of exclusions alone, under which Cilium would use no interface.
   *
   * @default those of `helmValues`; without either it is refused
   */
  readonly devices?: readonly string[];

  /** The interfaces that Cilium must never select; normally the routing peer's `interfaceName`. */
  readonly forbid: readonly string[];

  /** Labels of the nodes to guard; normally the routing peer's `nodeSelector`. */
  readonly nodeSelector: LabelMap;

  /**
   * The version of Cilium in the cluster: `1.16`. Without it, and after 1.20, only what is safe on every version from
   * 1.15 to 1.20 is accepted.
   *
   * @default unknown
   */
  readonly ciliumVersion?: string;

  /**
   * What Cilium is installed with, to be checked too: the path of a Helm values file, or the values themselves. All that
   * it says about devices is judged, and so are the objects of Cilium that this site renders itself.
   *
   * @default only the objects of this site are checked
   */
  readonly helmValues?: string | Readonly<Record<string, unknown>>;

  /**
   * How the devices are pinned. Only one way at a time, because the lock of the second makes the first void:
   * - `node-config`: a CiliumNodeConfig for the nodes, read when their agents start;
   * - `helm-values`: `dist/helm-values/cilium.yaml`, values for the release of Cilium, for all nodes, with the lock under
   *   which no CiliumNodeConfig has a say.
   *
   * @default 'node-config'
   */
  readonly enforcement?: 'node-config' | 'helm-values';

  /**
   * What the API server does with an object that would let the interface in: refuse it, warn, or note it in its audit
   * log. `none` renders no admission policies, which need Kubernetes 1.30.
   *
   * @default 'Deny'
   */
  readonly admission?: AdmissionAction | 'none';

  /**
   * Helm's `daemon.configSources`. Where it names `node`, the agents also read labels and annotations of their node, and
   * these are guarded too. Of the ConfigMaps of this site, those that it names are judged.
   *
   * @default that of `helmValues`, or of Cilium's chart: the ConfigMap, then CiliumNodeConfigs
   */
  readonly configSources?: string;

  /**
   * The name of the CiliumNodeConfig and the beginning of the names of the policies. Cilium applies several
   * CiliumNodeConfigs in the order of their names, and the last one wins.
   *
   * @default 'netbird-device-guard'
   */
  readonly name?: string;

  /**
   * The namespace that Cilium runs in; its agents read CiliumNodeConfigs of no other.
   *
   * @default 'kube-system'
   */
  readonly namespace?: string;

  /**
   * The name of the ConfigMap with Cilium's configuration.
   *
   * @default 'cilium-config'
   */
  readonly configMapName?: string;

  /**
   * The name of the DaemonSet of Cilium's agents.
   *
   * @default 'cilium'
   */
  readonly daemonSetName?: string;
}
