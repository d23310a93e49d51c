import { type AnyObject, type Cluster, Refused } from './cluster.ts';
import { eventually } from './eventually.ts';

/** Whether there are controllers that make pods of StatefulSets. Without them such tests are skipped; `run.ts` says so. */
export const hasControllers = Boolean(process.env.CLUSTER_HAS_CONTROLLERS);

export function podOf(namespace: string, name = 'netbird-peer-0'): AnyObject {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace } };
}

export function claimOf(namespace: string, name = 'netbird-config-netbird-peer-0'): AnyObject {
  return { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name, namespace } };
}

/** The name of the claim that holds a pod's identity. */
export function claimNameOf(pod: AnyObject): string | undefined {
  return pod.spec.volumes.find(({ name }: AnyObject) => name === 'netbird-config')?.persistentVolumeClaim?.claimName;
}

/** Waits for a pod, other than the one of that uid; binds it to a node, and waits until it runs there. */
export async function runningPod(
  cluster: Cluster,
  pod: AnyObject,
  node: string,
  otherThan?: string,
): Promise<AnyObject> {
  const made = await eventually(async () => {
    const found = await cluster.read(pod);
    if (found.metadata.uid === otherThan) throw new Error(`${pod.metadata.name} is still the old pod.`);
    return found;
  });
  if (made.spec.nodeName === undefined) await cluster.bind(made, node);
  return eventually(async () => {
    const found = await cluster.read(pod);
    const isReady = found.status.conditions?.some(
      ({ type, status }: AnyObject) => type === 'Ready' && status === 'True',
    );
    if (!isReady) throw new Error(`${pod.metadata.name} is not ready: ${JSON.stringify(found.status)}`);
    return found;
  });
}

/** Waits until the object is no longer there. */
export async function gone(cluster: Cluster, object: AnyObject): Promise<void> {
  await eventually(async () => {
    const code = await cluster.read(object).then(
      () => 200,
      (error) => (error instanceof Refused ? error.code : 0),
    );
    if (code !== 404) throw new Error(`${object.kind} ${object.metadata.name} is still there.`);
  });
}

/** Another copy of an object, in a namespace of its own. */
export function inNamespace(object: AnyObject, namespace: string): AnyObject {
  return { ...object, metadata: { ...object.metadata, namespace } };
}
