import { type Check, type Finding, judged, unanswerable } from '../check.ts';
import type { Answer } from '../cluster/answer.ts';
import type { Execution } from '../cluster/execute.ts';
import { excerpt } from '../objects.ts';
import { clientContainer } from '../placement.ts';
import { masqueradeRule, type NatRule, readNatRules } from '../readings/nat-rules.ts';
import type { Peer } from '../site.ts';

const OWN_NAT = 'on the node: nft list table ip netbird';

/** Whether packets from the overlay get an address that hosts on the LAN answer to. */
export const nat: Check<Answer<Execution>> = {
  name: 'nat',
  title: 'Masquerading on the node',

  gather({ site, inquiry }) {
    return inquiry.exec(clientContainer(site), ['iptables-save', '-c', '-t', 'nat']);
  },

  judge(run, { site }) {
    if (!run.ok) return unanswerable('nat', 'Which NAT rules the node has', run.failure);
    const rules = readNatRules(run.value.stdout);
    if (rules === undefined) {
      const message = `iptables-save printed no table: ${excerpt(run.value.stderr, 200) || 'nothing'}.`;
      return unanswerable('nat', 'Which NAT rules the node has', { kind: 'unintelligible', message });
    }
    const { masquerade } = site.peer;
    const wanted = masquerade.map((one) => ({ one, rule: masqueradeRule(rules, one) }));
    const ownChain = rules.filter(({ chain }) => chain.startsWith('NETBIRD-RT-NAT'));
    const evidence = [
      ...wanted.flatMap(({ one, rule }) => (rule === undefined ? [] : [describe(one.network, rule)])),
      ownChain.length > 0
        ? `NetBird's own NAT is there, ${packets(ownChain)}`
        : "NetBird's own NAT is unknown: it is a table of nftables, and the image has no nft",
      ...ciliumChain(rules),
    ];
    const hasOwnNat = ownChain.length > 0;
    const byHand = hasOwnNat ? [] : [`NetBird's own NAT, ${OWN_NAT}`];
    if (masquerade.length === 0) return { ...judged(evidence, hasOwnNat ? [] : [noWayBack(site.peer)]), byHand };
    const missing = wanted.filter(({ rule }) => rule === undefined).map(({ one }) => one.network);
    return { ...judged(evidence, missing.length === 0 ? [] : [missingRule(missing, site.peer, hasOwnNat)]), byHand };
  },
};

function describe(network: string, rule: NatRule): string {
  const count = `the rule for ${network} is there, ${packets([rule])}`;
  return rule.packets === 0 ? `${count}: that is normal, NetBird's own NAT comes first` : count;
}

function packets(rules: readonly NatRule[]): string {
  return `${rules.reduce((sum, rule) => sum + rule.packets, 0)} packets`;
}

function ciliumChain(rules: readonly NatRule[]): string[] {
  const own = rules.filter(({ chain }) => chain.startsWith('CILIUM_POST'));
  return own.length === 0 ? [] : [`Cilium's own chain, for pods: ${packets(own)}`];
}

const link = 'docs/doctor.md#nat';

function missingRule(networks: readonly string[], peer: Peer, hasOwnNat: boolean): Finding {
  const restart = `kubectl -n ${peer.namespace} delete pod ${peer.podName}`;
  return {
    severity: hasOwnNat ? 'warning' : 'problem',
    what: `the rule that masquerades packets to ${networks.join(', ')} is gone`,
    cause: hasOwnNat
      ? "The init container adds it at every start; something flushed it since. NetBird's own NAT does the same while the route masquerades."
      : 'The init container adds it at every start; something flushed it since, or another backend of iptables (legacy, nft) has it. Hosts on the LAN cannot answer, unless NetBird has its own NAT.',
    fix: `Restart the pod, so that it is added again: ${restart}`,
    link,
    follows: ['drift', 'pod'],
  };
}

/** It cannot be seen from here, so it is never a problem. */
function noWayBack({ environment }: Peer): Finding {
  return {
    severity: 'unknown',
    what: 'whether hosts on the LAN can answer is not known',
    cause: `The site does not masquerade. Then either NetBird does (a route with masquerade${environment.NB_DISABLE_FIREWALL === 'true' ? ', which NB_DISABLE_FIREWALL forbids' : ''}), or every host has a route to the overlay by way of the peer's node.`,
    fix: `See whether NetBird does, ${OWN_NAT}`,
    link: 'docs/nodes.md#the-route-back',
  };
}
