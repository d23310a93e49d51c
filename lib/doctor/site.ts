import { z } from 'zod';
import type { KubernetesObject } from '../output/manifest.ts';
import { forwardedNetworks } from '../picture/forwarded-networks.ts';

/** What the doctor knows of one routing peer and its cluster from the objects that are rendered for them. */
export interface Site {
  /** The objects that belong into the cluster, without the Applications. */
  readonly objects: readonly KubernetesObject[];

  /** The Argo CD Applications that deliver them; they stand where Argo CD runs. */
  readonly applications: readonly KubernetesObject[];

  readonly peer: Peer;

  /** Where Cilium is installed. */
  readonly ciliumNamespace: string;
}

/** One replica of a routing peer. */
export interface Peer {
  readonly namespace: string;

  /** The StatefulSet. */
  readonly name: string;

  readonly replicas: number;

  readonly podName: string;
  readonly claimName: string;

  /** The name in NetBird that it registers with. */
  readonly hostname: string;

  /** The container of the client. */
  readonly container: string;
  readonly image: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly interfaceName: string;
  readonly managementUrl: string;
  readonly nodeSelector: Readonly<Record<string, string>>;

  /** Where the volume with the identity is mounted. */
  readonly stateDirectory: string;

  /** The networks behind the node. */
  readonly networks: readonly string[];

  /** The source NAT rules of the init container, one for each network; none where masquerading is off. */
  readonly masquerade: readonly { readonly overlay: string; readonly network: string }[];

  readonly setupKey: SetupKeyPlace;
}

/** Where the setup key comes from. */
export interface SetupKeyPlace {
  /** The Secret and the key in it; undefined where the CSI driver mounts a file. */
  readonly secret?: { readonly name: string; readonly key: string };

  /** The volume that the CSI driver mounts; undefined where it has no part in it. */
  readonly csiVolume?: string;

  /** The ExternalSecret that makes the Secret. */
  readonly externalSecret?: string;
}

const Variable = z.object({
  name: z.string(),
  value: z.string().optional(),
  valueFrom: z.object({ secretKeyRef: z.object({ name: z.string(), key: z.string() }).optional() }).optional(),
});

const Container = z.object({
  name: z.string(),
  image: z.string(),
  env: z.array(Variable).optional(),
  volumeMounts: z.array(z.object({ name: z.string(), mountPath: z.string() })).optional(),
});

const Volume = z.object({
  name: z.string(),
  csi: z.object({ volumeAttributes: z.record(z.string(), z.string()).optional() }).optional(),
  secret: z
    .object({ secretName: z.string().optional(), items: z.array(z.object({ key: z.string() })).optional() })
    .optional(),
});

const RoutingPeer = z.object({
  metadata: z.object({ name: z.string(), namespace: z.string() }),
  spec: z.object({
    replicas: z.number().default(1),
    template: z.object({
      spec: z.object({
        nodeSelector: z.record(z.string(), z.string()).default({}),
        containers: z.array(Container).min(1),
        volumes: z.array(Volume).default([]),
      }),
    }),
    volumeClaimTemplates: z.array(z.object({ metadata: z.object({ name: z.string() }) })).min(1),
  }),
});

/** Whether an object is the StatefulSet of a routing peer. */
export function isRoutingPeer({ kind, metadata }: KubernetesObject): boolean {
  return kind === 'StatefulSet' && metadata.labels?.['app.kubernetes.io/component'] === 'routing-peer';
}

/**
 * @param statefulSet one for which {@link isRoutingPeer} holds
 * @param objects the objects of its cluster
 * @returns undefined when the StatefulSet is not one that this project renders
 */
export function readPeer(
  statefulSet: KubernetesObject,
  objects: readonly KubernetesObject[],
  ordinal: number,
): Peer | undefined {
  const parsed = RoutingPeer.safeParse(statefulSet);
  const client = parsed.data?.spec.template.spec.containers.find(({ name }) => name === 'netbird');
  const claim = parsed.data?.spec.volumeClaimTemplates[0]?.metadata.name;
  if (!parsed.success || client === undefined || claim === undefined) return undefined;
  const { metadata, spec } = parsed.data;
  const { volumes, nodeSelector } = spec.template.spec;
  const { overlay, networks, masquerades } = forwardedNetworks(statefulSet);
  const environment = Object.fromEntries(
    (client.env ?? []).flatMap(({ name, value }) =>
      value === undefined ? [] : [[name, value.replaceAll('$(POD_INDEX)', String(ordinal))]],
    ),
  );
  return {
    ...metadata,
    replicas: spec.replicas,
    podName: `${metadata.name}-${ordinal}`,
    claimName: `${claim}-${metadata.name}-${ordinal}`,
    hostname: environment.NB_HOSTNAME ?? '',
    container: client.name,
    image: client.image,
    environment,
    interfaceName: environment.NB_INTERFACE_NAME ?? 'wt0',
    managementUrl: (environment.NB_MANAGEMENT_URL ?? '').replace(/\/+$/, ''),
    nodeSelector,
    stateDirectory: client.volumeMounts?.find(({ name }) => name === claim)?.mountPath ?? '/var/lib/netbird',
    networks,
    masquerade: masquerades && overlay !== undefined ? networks.map((network) => ({ overlay, network })) : [],
    setupKey: readSetupKey(client, volumes, metadata.namespace, objects),
  };
}

function readSetupKey(
  client: z.infer<typeof Container>,
  volumes: readonly z.infer<typeof Volume>[],
  namespace: string,
  objects: readonly KubernetesObject[],
): SetupKeyPlace {
  const ofVariable = client.env?.find(({ name }) => name === 'NB_SETUP_KEY')?.valueFrom?.secretKeyRef;
  const ofVolume = volumes.flatMap(({ secret }) => {
    const [item] = secret?.items ?? [];
    return secret?.secretName !== undefined && item !== undefined ? [{ name: secret.secretName, key: item.key }] : [];
  })[0];
  const secret = ofVariable ?? ofVolume;
  const csiVolume = volumes.find(({ csi }) => csi?.volumeAttributes?.secretProviderClass !== undefined)?.name;
  const externalSecret = objects.find(
    ({ kind, metadata }) =>
      kind === 'ExternalSecret' && metadata.namespace === namespace && metadata.name === secret?.name,
  );
  return {
    ...(secret !== undefined && { secret }),
    ...(csiVolume !== undefined && { csiVolume }),
    ...(externalSecret !== undefined && { externalSecret: externalSecret.metadata.name }),
  };
}
