import { type Check, type Finding, judged, unanswerable } from '../check.ts';
import { type ClientStatus, connected, getClientStatus } from '../client-status.ts';
import { type Answer, valueIn } from '../cluster/answer.ts';
import type { Execution } from '../cluster/execute.ts';
import type { Node } from '../objects.ts';
import { clientContainer, getPeerNode } from '../placement.ts';
import { readLinks } from '../readings/links.ts';

interface Evidence {
  readonly links: Answer<Execution>;
  readonly status: Answer<ClientStatus>;
  readonly node: Answer<Node>;
}

/** Whether the tunnel interface is there and up, and is not what the node calls its own address. */
export const tunnel: Check<Evidence> = {
  name: 'tunnel',
  title: 'Tunnel interface',

  async gather({ site, inquiry }) {
    const [links, status, node] = await Promise.all([
      inquiry.exec(clientContainer(site), ['ip', '-j', 'address', 'show']),
      getClientStatus(site, inquiry),
      getPeerNode(site, inquiry),
    ]);
    return { links, status, node };
  },

  judge({ links: run, status, node }, { site }) {
    if (!run.ok) return unanswerable('tunnel', 'The state of the tunnel interface', run.failure);
    const { interfaceName } = site.peer;
    const links = readLinks(run.value.stdout);
    if (links === undefined) {
      return unanswerable('tunnel', 'The state of the tunnel interface', {
        kind: 'unintelligible',
        message: 'What ip printed was not understood.',
      });
    }
    const link = links.find(({ name }) => name === interfaceName);
    const nodeAddress = valueIn(node)?.status.addresses.find(({ type }) => type === 'InternalIP')?.address;
    const evidence = [
      link === undefined
        ? `${interfaceName} does not exist`
        : `${interfaceName} is ${link.isUp ? 'up' : 'down'}, ${link.addresses.join(' ') || 'without address'}`,
      ...(nodeAddress === undefined ? [] : [`the node's address is ${nodeAddress}`]),
    ];
    const expected = connected(status)?.address;
    return judged(
      evidence,
      link === undefined ? absent(interfaceName) : link.isUp ? [] : down(interfaceName),
      link !== undefined && expected !== undefined && !link.addresses.includes(expected)
        ? otherAddress(interfaceName, expected, link.addresses)
        : [],
      link !== undefined && nodeAddress !== undefined && link.addresses.includes(nodeAddress)
        ? nodeUsesTunnel(interfaceName, nodeAddress)
        : [],
    );
  },
};

const link = 'docs/doctor.md#tunnel';

function absent(name: string): Finding {
  return {
    severity: 'problem',
    what: `${name} does not exist on the node`,
    cause:
      'The client makes it once it is registered and connected; it may be under another name, from an earlier registration.',
    fix: `See what is in force: the check environment, and ip address in the pod.`,
    link,
    follows: ['agent', 'management', 'environment'],
  };
}

function down(name: string): Finding {
  return {
    severity: 'problem',
    what: `${name} is down`,
    cause:
      'Somebody, or something that manages the interfaces of the node (systemd-networkd, NetworkManager), took it down.',
    fix: `Keep that program off ${name}, then restart the pod.`,
    link,
    follows: ['agent'],
  };
}

function otherAddress(name: string, expected: string, has: readonly string[]): Finding {
  const isBare = has.length === 0;
  return {
    severity: isBare ? 'problem' : 'warning',
    what: `${name} lacks the address ${expected}`,
    cause: isBare
      ? 'NetBird gave the peer that address, and something took it off: systemd-networkd, NetworkManager. The route to the mesh went with it, and answers have no way back.'
      : `NetBird gave the peer that address, and the interface has ${has.join(' ')}: a second client uses it, or the client has not followed a change.`,
    fix: isBare
      ? `Keep that program off ${name}, then restart the pod.`
      : 'Restart the pod; if that does not help, see whether another NetBird runs on the node.',
    link,
  };
}

function nodeUsesTunnel(name: string, address: string): Finding {
  return {
    severity: 'problem',
    what: `the node calls the tunnel's address ${address} its own`,
    cause: `kubelet took the address of ${name} for the node's: other nodes, and Cilium, talk to it through the tunnel, or not at all.`,
    fix: 'Give kubelet the address: --node-ip, or machine.kubelet.nodeIP.validSubnets of Talos with the LAN only; restart it.',
    link: 'docs/nodes.md#the-nodes-own-address',
  };
}
