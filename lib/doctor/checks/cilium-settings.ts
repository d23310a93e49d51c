import { CiliumConfig } from '../../cilium/config/cilium-config.ts';
import type { Finding as GuardFinding } from '../../cilium/finding.ts';
import { findingsOf } from '../../cilium/findings-of.ts';
import { type Check, type Finding, judged, unanswerable } from '../check.ts';
import { type CiliumAgent, findCiliumAgent, getCiliumObjects } from '../cilium-agent.ts';
import type { Answer } from '../cluster/answer.ts';
import { questionFor } from './cilium-devices.ts';

interface Evidence {
  readonly agent: Answer<CiliumAgent>;
  readonly objects: Answer<readonly object[]>;
}

/** Judged by `cilium-devices` and `gateway-node`, which know what is really in use. */
const ELSEWHERE = ['tunnel-selected', 'l2-announcement-node'];

/** What else in Cilium's configuration reaches the tunnel interface, or breaks a routing peer: the rules of the guard. */
export const ciliumSettings: Check<Evidence> = {
  name: 'cilium-settings',
  title: "Cilium's other settings",

  async gather({ site, inquiry }) {
    const [agent, objects] = await Promise.all([findCiliumAgent(site, inquiry), getCiliumObjects(site, inquiry)]);
    return { agent, objects };
  },

  judge({ agent, objects }, { site }) {
    if (!agent.ok) return unanswerable('cilium-settings', "Cilium's configuration", agent.failure);
    if (!objects.ok) return unanswerable('cilium-settings', "Cilium's configuration", objects.failure);
    const config = CiliumConfig.fromObjects(objects.value, 'the cluster');
    const found = findingsOf(config, questionFor(agent.value, site)).filter(({ rule }) => !ELSEWHERE.includes(rule));
    return judged(
      [
        `${objects.value.length} objects that configure Cilium${agent.value.version === undefined ? '' : ` ${agent.value.version}`} were held to the guard's rules`,
      ],
      found.map((one) => finding(one, site.ciliumNamespace)),
    );
  },
};

/** What the agents read only when they start; policies act at once, and a DaemonSet restarts its pods itself. */
const AT_START = /^(ConfigMap|CiliumNodeConfig) /;

function finding({ rule, severity, place, value, verdict, reason, remedy }: GuardFinding, namespace: string): Finding {
  return {
    severity: severity === 'error' ? 'problem' : 'warning',
    what: `${place}${value === undefined ? '' : ` = ${value}`}: ${verdict}`,
    cause: reason,
    fix: AT_START.test(place)
      ? `${remedy} Then restart the agents: kubectl -n ${namespace} rollout restart daemonset/cilium`
      : remedy,
    link: 'docs/cilium-device-guard.md#rules',
    // A node configuration without effect matters where the value that has one is unsafe.
    ...(rule === 'node-config-locked' && { follows: ['cilium-devices'] as const }),
  };
}
