import type { AnyObject } from '../support/cluster.ts';
import { definitions } from '../support/site.ts';

/** What others install in a real cluster, with whatever fields: the doctor reads more of it than the site renders. */
export function allDefinitions(): readonly AnyObject[] {
  return [
    ...definitions.map(opened),
    definition(
      'secrets-store.csi.x-k8s.io',
      'v1',
      'SecretProviderClassPodStatus',
      'secretproviderclasspodstatuses',
      'Namespaced',
    ),
    definition('gateway.networking.k8s.io', 'v1', 'Gateway', 'gateways', 'Namespaced'),
    definition('cilium.io', 'v2alpha1', 'CiliumL2AnnouncementPolicy', 'ciliuml2announcementpolicies', 'Cluster'),
    definition('cilium.io', 'v2', 'CiliumEgressGatewayPolicy', 'ciliumegressgatewaypolicies', 'Cluster'),
  ];
}

/** Ours describe only what we render, and would drop a status. */
function opened(object: AnyObject): AnyObject {
  const { spec } = object;
  const versions = spec.versions.map((version: AnyObject) => ({
    ...version,
    schema: {
      openAPIV3Schema: {
        ...version.schema.openAPIV3Schema,
        properties: { ...version.schema.openAPIV3Schema.properties, status: OPEN },
      },
    },
  }));
  return { ...object, spec: { ...spec, versions } };
}

const OPEN = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

function definition(group: string, version: string, kind: string, plural: string, scope: string): AnyObject {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}`, annotations: { 'api-approved.kubernetes.io': 'unapproved, for tests' } },
    spec: {
      group,
      scope,
      names: { kind, listKind: `${kind}List`, plural, singular: kind.toLowerCase() },
      versions: [{ name: version, served: true, storage: true, schema: { openAPIV3Schema: OPEN } }],
    },
  };
}
