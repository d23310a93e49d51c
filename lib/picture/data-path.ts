import { isClientContainer } from '../netbird/client-container.ts';
import { STATE_DIRECTORY } from '../netbird/state-directory.ts';
import type { KubernetesObject } from '../output/manifest.ts';
import { listAt, textAt, textsAt } from '../output/record.ts';
import { type DeviceGuard, deviceGuardOf } from './device-guard.ts';
import { type ForwardedNetworks, forwardedNetworks } from './forwarded-networks.ts';
import { type Gateway, gatewaysOf } from './gateways.ts';
import { type KeptRoutes, keptRoutes } from './kept-routes.ts';
import { type SetupKeyPath, setupKeyPath } from './setup-key-path.ts';

/** The way of the packets through one cluster, as far as its objects say it. What they do not say is left out. */
export interface DataPath {
  readonly peers: readonly PeerPath[];
  readonly gateways: readonly Gateway[];
  readonly routes: readonly KeptRoutes[];
}

/** The way through one routing peer, or through replicas of it. */
export interface PeerPath extends ForwardedNetworks {
  readonly kind: string;
  readonly name: string;
  readonly replicas: number;

  /** Labels of the nodes that it may run on. */
  readonly nodeSelector: Readonly<Record<string, string>>;

  readonly tunnelInterface: string;
  readonly wireguardPort: string | undefined;
  readonly managementUrl: string | undefined;

  /** Its name in NetBird; with `$(POD_INDEX)` in it for replicas. */
  readonly registeredName: string | undefined;

  /** The claim template that holds the WireGuard key; undefined where no claim does. */
  readonly claimTemplate: string | undefined;

  readonly setupKey: SetupKeyPath | undefined;
  readonly guard: DeviceGuard | undefined;
}

const WORKLOADS = ['StatefulSet', 'Deployment', 'DaemonSet'];

/**
 * Finds the routing peers among the objects of one cluster, and what belongs to each. Takes objects of any shape.
 *
 * @param objects every object of the cluster, as it is written
 * @param pinnedDevices what the values for Cilium's chart pin on every node; undefined where the site has none
 */
export function dataPathOf(objects: readonly KubernetesObject[], pinnedDevices?: readonly string[]): DataPath {
  const peers = objects
    .filter(({ kind }) => WORKLOADS.includes(kind))
    .flatMap((workload) => {
      const client = listAt(workload, 'spec', 'template', 'spec', 'containers').find(isClientContainer);
      return client === undefined ? [] : [peerPath(workload, client, objects, pinnedDevices)];
    });
  return { peers, gateways: gatewaysOf(objects), routes: keptRoutes(objects) };
}

function peerPath(
  workload: KubernetesObject,
  client: unknown,
  objects: readonly KubernetesObject[],
  pinnedDevices: readonly string[] | undefined,
): PeerPath {
  const environment = environmentOf(client);
  const nodeSelector = textsAt(workload, 'spec', 'template', 'spec', 'nodeSelector');
  const tunnelInterface = environment.get('NB_INTERFACE_NAME') ?? 'wt0';
  const { replicas } = (workload.spec ?? {}) as { replicas?: unknown };
  return {
    kind: workload.kind,
    name: textAt(workload, 'metadata', 'name') ?? 'without a name',
    replicas: Number.isSafeInteger(replicas) ? Number(replicas) : 1,
    nodeSelector,
    tunnelInterface,
    wireguardPort: environment.get('NB_WIREGUARD_PORT'),
    managementUrl: environment.get('NB_MANAGEMENT_URL'),
    registeredName: environment.get('NB_HOSTNAME'),
    claimTemplate: claimTemplate(workload, client),
    ...forwardedNetworks(workload),
    setupKey: setupKeyPath(workload, client, objects),
    guard: deviceGuardOf(objects, { nodeSelector, tunnelInterface, pinnedDevices }),
  };
}

/** Variables that hold a text; not those that are empty, or come from elsewhere. */
function environmentOf(container: unknown): ReadonlyMap<string, string> {
  return new Map(
    listAt(container, 'env').flatMap((variable) => {
      const name = textAt(variable, 'name');
      const value = textAt(variable, 'value');
      return name === undefined || !value ? [] : [[name, value]];
    }),
  );
}

/** The one that is mounted where NetBird keeps its state. */
function claimTemplate(workload: KubernetesObject, client: unknown): string | undefined {
  const mounts = listAt(client, 'volumeMounts').filter((mount) =>
    [STATE_DIRECTORY, `${STATE_DIRECTORY}/`].includes(textAt(mount, 'mountPath') ?? ''),
  );
  const templates = listAt(workload, 'spec', 'volumeClaimTemplates').map((claim) => textAt(claim, 'metadata', 'name'));
  return mounts.map((mount) => textAt(mount, 'name')).find((name) => name !== undefined && templates.includes(name));
}
