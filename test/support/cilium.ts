import { CiliumVersion } from '../../lib/cilium/cilium-version.ts';
import { CiliumConfig } from '../../lib/cilium/config/cilium-config.ts';
import type { Question } from '../../lib/cilium/question.ts';
import { parseInterfaceName } from '../../lib/network/interface-name.ts';
import type { LabelMap } from '../../lib/network/label-map.ts';

/** May wt0 be selected? */
export function ask(cilium?: string, nodeLabels?: LabelMap): Question {
  return {
    interfaceName: parseInterfaceName('wt0'),
    ciliumVersion: cilium === undefined ? undefined : CiliumVersion.parse(cilium),
    nodeLabels,
  };
}

/** A configuration that is a file of Helm values. */
export function helm(values: object): CiliumConfig {
  return CiliumConfig.fromHelmValues(values, 'values.yaml');
}

export function configMap(data: object, name = 'cilium-config', namespace = 'kube-system'): object {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data };
}

/** For the nodes that have the label `node`, with that value; with null, for every node. */
export function nodeConfig(name: string, node: string | null, defaults: object, version = 'v2'): object {
  return {
    apiVersion: `cilium.io/${version}`,
    kind: 'CiliumNodeConfig',
    metadata: { name, namespace: 'kube-system' },
    spec: { nodeSelector: node === null ? {} : { matchLabels: { node } }, defaults },
  };
}

/** @param agent members of the container `cilium-agent` */
export function daemonSet(agent: object, buildConfig: readonly string[] = []): object {
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'cilium', namespace: 'kube-system' },
    spec: {
      template: {
        spec: {
          containers: [{ name: 'cilium-agent', command: ['cilium-agent'], ...agent }],
          initContainers: [{ name: 'config', command: ['cilium-dbg', 'build-config', ...buildConfig] }],
        },
      },
    },
  };
}

/** A CiliumL2AnnouncementPolicy or a CiliumEgressGatewayPolicy, named `policy`. */
export function policy(kind: string, spec: object): object {
  return { apiVersion: 'cilium.io/v2', kind, metadata: { name: 'policy' }, spec };
}

export function objects(...all: readonly object[]): CiliumConfig {
  return CiliumConfig.fromObjects(all, 'cluster.yaml');
}
