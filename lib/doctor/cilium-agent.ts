import { CiliumVersion } from '../cilium/cilium-version.ts';
import { CiliumConfig } from '../cilium/config/cilium-config.ts';
import { type Answer, answered, isAbsent } from './cluster/answer.ts';
import type { ContainerName, Execution } from './cluster/execute.ts';
import type { Inquiry, ObjectQuery } from './cluster/inquiry.ts';
import { AnyObject, type ContainerStatus, Pod } from './objects.ts';
import { getPeerNode } from './placement.ts';
import type { Site } from './site.ts';

/** Cilium's agent on the peer's node. */
export interface CiliumAgent {
  readonly container: ContainerName;
  readonly nodeName: string;
  readonly nodeLabels: Readonly<Record<string, string>>;

  /** Undefined where kubelet has not said anything of the container yet. */
  readonly status?: ContainerStatus;

  /** Of its image; undefined where the tag does not say it, or is of a version before 1.15. */
  readonly version?: CiliumVersion;
}

export async function findCiliumAgent(site: Site, inquiry: Inquiry): Promise<Answer<CiliumAgent>> {
  const node = await getPeerNode(site, inquiry);
  if (!node.ok) return node;
  const { name, labels = {} } = node.value.metadata;
  const query = { apiVersion: 'v1', kind: 'Pod', namespace: site.ciliumNamespace };
  const pods = await inquiry.list(
    { ...query, labelSelector: 'k8s-app=cilium', fieldSelector: `spec.nodeName=${name}` },
    Pod,
  );
  if (!pods.ok) return pods;
  const agents = pods.value.filter(({ spec }) => spec.containers.some((one) => one.name === 'cilium-agent'));
  const agent = agents.find(({ metadata }) => metadata.deletionTimestamp === undefined) ?? agents[0];
  if (agent === undefined) {
    const failure = {
      kind: 'not-found',
      message: `No agent of Cilium runs on ${name} in the namespace ${site.ciliumNamespace}.`,
      remedy:
        'See where agents run: kubectl get pods -A -l k8s-app=cilium -o wide. Their namespace is that of the guard in main.ts.',
    } as const;
    return { ok: false, failure };
  }
  const image = agent.spec.containers.find((one) => one.name === 'cilium-agent')?.image ?? '';
  return answered({
    container: { namespace: site.ciliumNamespace, pod: agent.metadata.name, container: 'cilium-agent' },
    nodeName: name,
    nodeLabels: labels,
    status: agent.status.containerStatuses.find((one) => one.name === 'cilium-agent'),
    version: versionOf(image),
  });
}

function versionOf(image: string): CiliumVersion | undefined {
  const tag = /:(v?1\.\d+[^@/]*)(?:@|$)/.exec(image)?.[1];
  try {
    return tag === undefined ? undefined : CiliumVersion.parse(tag);
  } catch {
    return undefined;
  }
}

/** The agent's own tool, which was called `cilium` up to 1.14. */
export async function askCilium(
  inquiry: Inquiry,
  container: ContainerName,
  ...args: readonly string[]
): Promise<Answer<Execution>> {
  const answer = await inquiry.exec(container, ['cilium-dbg', ...args]);
  const isUnknown = !answer.ok && answer.failure.kind === 'no-program';
  return isUnknown ? inquiry.exec(container, ['cilium', ...args]) : answer;
}

/** The objects that configure Cilium, as the cluster has them; kinds that it does not know are left out. */
export async function getCiliumObjects(site: Site, inquiry: Inquiry): Promise<Answer<readonly object[]>> {
  const namespace = site.ciliumNamespace;
  const query = (apiVersion: string, kind: string, more: Partial<ObjectQuery> = {}) => ({ apiVersion, kind, ...more });
  const lists = [
    query('apps/v1', 'DaemonSet', { namespace, labelSelector: 'k8s-app=cilium' }),
    query('cilium.io/v2', 'CiliumNodeConfig', { namespace }),
    query('cilium.io/v2alpha1', 'CiliumNodeConfig', { namespace }),
    query('cilium.io/v2', 'CiliumL2AnnouncementPolicy'),
    query('cilium.io/v2alpha1', 'CiliumL2AnnouncementPolicy'),
    query('cilium.io/v2', 'CiliumEgressGatewayPolicy'),
  ].map(async (one) => ({ one, answer: await inquiry.list(one, AnyObject) }));
  const objects: object[] = [];
  for (const { one, answer } of await Promise.all(lists)) {
    if (!answer.ok && !isAbsent(answer)) return answer;
    // The items of a list do not say their kind.
    if (answer.ok)
      objects.push(...answer.value.map((item) => ({ ...item, apiVersion: one.apiVersion, kind: one.kind })));
  }
  for (const { name, namespace: itsNamespace } of configMapsOf(objects, namespace)) {
    const map = await inquiry.get({ apiVersion: 'v1', kind: 'ConfigMap', namespace: itsNamespace, name }, AnyObject);
    if (map.ok) objects.push(map.value);
    else if (!isAbsent(map)) return map;
  }
  return answered(unique(objects));
}

/** Those that the agents read, by the arguments of their DaemonSet. */
export function configMapsOf(
  objects: readonly object[],
  ciliumNamespace: string,
): readonly { readonly namespace: string; readonly name: string }[] {
  return CiliumConfig.fromObjects(objects).rules.sources.flatMap(({ kind, name, namespace = ciliumNamespace }) =>
    kind === 'config-map' && name !== undefined ? [{ namespace, name }] : [],
  );
}

/** A kind that is served in two versions is listed twice; the newer comes first. */
function unique(objects: readonly object[]): readonly object[] {
  const known = new Map<string, object>();
  for (const object of objects) {
    const { kind, metadata } = Object(object);
    const name = `${kind} ${Object(metadata).namespace}/${Object(metadata).name}`;
    if (!known.has(name)) known.set(name, object);
  }
  return [...known.values()];
}
