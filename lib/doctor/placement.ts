import { type Answer, answered, unanswered, valueIn } from './cluster/answer.ts';
import type { Inquiry } from './cluster/inquiry.ts';
import { Event, Node, Pod } from './objects.ts';
import type { Peer, Site } from './site.ts';

/** The pod of the peer. */
export function getPod({ peer }: Site, inquiry: Inquiry): Promise<Answer<Pod>> {
  return inquiry.get({ apiVersion: 'v1', kind: 'Pod', namespace: peer.namespace, name: peer.podName }, Pod);
}

/** The nodes that the selector of the peer matches. */
export function getWantedNodes({ peer }: Site, inquiry: Inquiry): Promise<Answer<readonly Node[]>> {
  return inquiry.list({ apiVersion: 'v1', kind: 'Node', labelSelector: labelsOf(peer) }, Node);
}

/** `kubernetes.io/hostname=k8s-worker1`, as kubectl takes it. */
export function labelsOf({ nodeSelector }: Peer): string {
  return Object.entries(nodeSelector)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}

/** The node that the peer runs on; while it runs on none, the first that its selector matches. */
export async function getPeerNode(site: Site, inquiry: Inquiry): Promise<Answer<Node>> {
  const pod = await getPod(site, inquiry);
  const nodeName = valueIn(pod)?.spec.nodeName;
  if (nodeName !== undefined) return inquiry.get({ apiVersion: 'v1', kind: 'Node', name: nodeName }, Node);
  const nodes = await getWantedNodes(site, inquiry);
  if (!nodes.ok) return nodes;
  const [node] = nodes.value;
  // That there is none is judged by the check of the pod, which then has no node.
  return node === undefined
    ? unanswered('not-running', `No node has the labels ${labelsOf(site.peer)}.`)
    : answered(node);
}

/** What happened to the objects of a name, in the last hour. */
export function getEvents(
  inquiry: Inquiry,
  { kind, namespace, name }: { readonly kind: string; readonly namespace: string; readonly name: string },
): Promise<Answer<readonly Event[]>> {
  const fieldSelector = `involvedObject.kind=${kind},involvedObject.name=${name}`;
  return inquiry.list({ apiVersion: 'v1', kind: 'Event', namespace, fieldSelector }, Event);
}

/** The client's container, to ask in. */
export function clientContainer({ peer }: Site) {
  return { namespace: peer.namespace, pod: peer.podName, container: peer.container };
}
