import { type Answer, answered, unanswered } from './cluster/answer.ts';
import type { Inquiry } from './cluster/inquiry.ts';
import { Event, Node, Pod } from './objects.ts';
import type { Site } from './site.ts';

/** The pod of the peer. */
export function getPod({ peer }: Site, inquiry: Inquiry): Promise<Answer<Pod>> {
  return inquiry.get({ apiVersion: 'v1', kind: 'Pod', namespace: peer.namespace, name: peer.podName }, Pod);
}

/** The node that the peer runs on; while it runs on none, the first that its selector matches. */
export async function getPeerNode(site: Site, inquiry: Inquiry): Promise<Answer<Node>> {
  const pod = await getPod(site, inquiry);
  const nodeName = pod.ok ? pod.value.spec.nodeName : undefined;
  if (nodeName !== undefined) return inquiry.get({ apiVersion: 'v1', kind: 'Node', name: nodeName }, Node);
  const labelSelector = Object.entries(site.peer.nodeSelector)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
  const nodes = await inquiry.list({ apiVersion: 'v1', kind: 'Node', labelSelector }, Node);
  if (!nodes.ok) return nodes;
  const [node] = nodes.value;
  return node === undefined ? unanswered('not-found', `No node has the labels ${labelSelector}.`) : answered(node);
}

/** What happened to an object. */
export function getEvents(inquiry: Inquiry, namespace: string, name: string): Promise<Answer<readonly Event[]>> {
  const fieldSelector = `involvedObject.name=${name}`;
  return inquiry.list({ apiVersion: 'v1', kind: 'Event', namespace, fieldSelector }, Event);
}

/** The client's container, to ask in. */
export function clientContainer({ peer }: Site) {
  return { namespace: peer.namespace, pod: peer.podName, container: peer.container };
}
