import type { AnyObject } from './cluster.ts';

/** Cilium's objects in a namespace, as far as the guard's policies look at them. */
export function cilium(namespace: string) {
  return {
    configMap: (data: Readonly<Record<string, string>>): AnyObject => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'cilium-config', namespace },
      data,
    }),

    nodeConfig: (defaults: Readonly<Record<string, string>>, version: 'v2' | 'v2alpha1' = 'v2'): AnyObject => ({
      apiVersion: `cilium.io/${version}`,
      kind: 'CiliumNodeConfig',
      metadata: { name: 'by-hand', namespace },
      spec: { defaults, nodeSelector: {} },
    }),

    /**
     * @param agent members of the container `cilium-agent`
     * @param buildConfig arguments of what puts its configuration together; undefined: nothing does
     */
    daemonSet: (agent: object = {}, buildConfig?: readonly string[]): AnyObject => ({
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: { name: 'cilium', namespace, labels: { 'k8s-app': 'cilium' } },
      spec: {
        selector: { matchLabels: { 'k8s-app': 'cilium' } },
        template: {
          metadata: { labels: { 'k8s-app': 'cilium' } },
          spec: {
            ...(buildConfig !== undefined && {
              initContainers: [
                {
                  name: 'config',
                  image: 'quay.io/cilium/cilium:v1.16.6',
                  command: ['cilium-dbg', 'build-config', ...buildConfig],
                },
              ],
            }),
            containers: [
              {
                name: 'cilium-agent',
                image: 'quay.io/cilium/cilium:v1.16.6',
                command: ['cilium-agent'],
                args: ['--config-dir=/tmp/cilium/config-map'],
                env: [
                  { name: 'K8S_NODE_NAME', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'spec.nodeName' } } },
                ],
                ...agent,
              },
            ],
          },
        },
      },
    }),
  };
}

/** A node, with what an agent may read from it. */
export function node(name: string, metadata: object = {}): AnyObject {
  return { apiVersion: 'v1', kind: 'Node', metadata: { name, ...metadata } };
}
