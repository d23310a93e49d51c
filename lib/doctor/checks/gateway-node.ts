import { z } from 'zod';
import { type Check, couldNotLook, type Finding, judged, unanswerable } from '../check.ts';
import { type Answer, type Failure, isAbsent, valueIn } from '../cluster/answer.ts';
import type { Execution } from '../cluster/execute.ts';
import { getGatewayTarget } from '../gateway-target.ts';
import type { Node } from '../objects.ts';
import { clientContainer, getPeerNode } from '../placement.ts';
import { readLinesByPath } from '../readings/lines-by-path.ts';
import { SRC_VALID_MARK } from '../sysctls.ts';

const Lease = z
  .object({
    metadata: z.object({ name: z.string() }),
    spec: z.object({ holderIdentity: z.string().nullish() }).default({}),
  })
  .transform(({ metadata, spec }) => ({ name: metadata.name, holder: spec.holderIdentity ?? '' }));

interface Evidence {
  readonly node: Answer<Node>;
  readonly leases: Answer<readonly z.infer<typeof Lease>[]>;
  readonly mark: Answer<Execution>;

  /** As in the name of its lease; undefined where the Gateway is not known. */
  readonly service?: string;
}

/** Whether another node than the peer's answers for the Gateway's address. */
export const gatewayNode: Check<Evidence> = {
  name: 'gateway-node',
  title: "Node that announces the Gateway's address",

  async gather({ site, inquiry, options }) {
    const namespace = site.ciliumNamespace;
    const [node, leases, mark, target] = await Promise.all([
      getPeerNode(site, inquiry),
      inquiry.list({ apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', namespace }, Lease),
      inquiry.exec(clientContainer(site), ['grep', '-H', '.', SRC_VALID_MARK]),
      getGatewayTarget(site, options, inquiry),
    ]);
    const service = valueIn(target)?.service;
    return { node, leases, mark, ...(service !== undefined && { service }) };
  },

  judge({ node, leases, mark, service }) {
    if (!node.ok) return unanswerable('gateway-node', 'Which node the peer is on', node.failure);
    if (!leases.ok) {
      return isAbsent(leases)
        ? judged(['No address is announced by Cilium.'])
        : judged([], couldNotLook('gateway-node', 'Which node announces the address', leases.failure));
    }
    const all = leases.value
      .filter(({ name }) => name.startsWith(PREFIX))
      .map(({ name, holder }) => ({ name: name.slice(PREFIX.length), holder }));
    // Cilium shortens long names; then, and where the Gateway is not known, it may be any of them.
    const ofGateway = all.filter(({ name }) => name === service);
    const announced = ofGateway.length > 0 ? ofGateway : all;
    const peerNode = node.value.metadata.name;
    const own = announced.filter(({ holder }) => holder === peerNode).map(({ name }) => name);
    const marked = mark.ok ? readLinesByPath(mark.value.stdout).get(SRC_VALID_MARK) : undefined;
    const evidence = [
      announced.length === 0
        ? 'Cilium announces no address on the LAN'
        : `announced: ${announced.map(({ name, holder }) => `${name} by ${holder || 'nobody'}`).join(', ')}`,
      ...(marked === undefined ? [] : [`net.ipv4.conf.all.src_valid_mark = ${marked} on ${peerNode}`]),
    ];
    return judged(
      evidence,
      own.length === 0 ? [] : [ownNode(own, peerNode, marked)],
      own.length > 0 && marked === undefined ? unread(mark) : [],
    );
  },
};

/** `cilium-l2announce-<namespace>-<service>` */
const PREFIX = 'cilium-l2announce-';

/** A container that does not run is another check's. */
function unread(mark: Answer<Execution>): readonly Finding[] {
  const message = 'Its value could not be read in the pod.';
  const failure: Failure = mark.ok ? { kind: 'unintelligible', message } : mark.failure;
  return failure.kind === 'not-running'
    ? []
    : [couldNotLook('gateway-node', 'Whether src_valid_mark is set there', failure)];
}

function ownNode(services: readonly string[], node: string, marked: string | undefined): Finding {
  const isDropping = marked === '1';
  return {
    severity: isDropping ? 'problem' : 'warning',
    what: `${node} announces ${services.join(', ')}, and is the peer's node`,
    cause: isDropping
      ? 'NetBird has set net.ipv4.conf.all.src_valid_mark there: packets to the announced address are dropped before Envoy gets them (netbird#4575, cilium#47591).'
      : `NetBird may set net.ipv4.conf.all.src_valid_mark there${marked === undefined ? '' : `, which is ${marked} now`}; packets to the announced address are then dropped (netbird#4575).`,
    fix: `Exclude ${node} in the nodeSelector of the CiliumL2AnnouncementPolicy; the lease moves to another node.`,
    link: 'docs/nodes.md#the-gateways-address',
  };
}
