import { type Check, couldNotLook, type Finding, judged, unanswerable } from '../check.ts';
import type { Answer, Failure } from '../cluster/answer.ts';
import type { Execution } from '../cluster/execute.ts';
import { clientContainer } from '../placement.ts';
import { readLinesByPath } from '../readings/lines-by-path.ts';
import { IP_FORWARD, rpFilter, SRC_VALID_MARK } from '../sysctls.ts';

/** Whether the kernel of the node forwards. The pod is on the node's network, and reads the node's values. */
export const forwarding: Check<Answer<Execution>> = {
  name: 'forwarding',
  title: 'Forwarding on the node',

  gather({ site, inquiry }) {
    const files = [IP_FORWARD, rpFilter('all'), rpFilter(site.peer.interfaceName), SRC_VALID_MARK];
    return inquiry.exec(clientContainer(site), ['grep', '-H', '.', ...files]);
  },

  judge(run, { site }) {
    if (!run.ok) return unanswerable('forwarding', 'Whether the node forwards', run.failure);
    const values = readLinesByPath(run.value.stdout);
    const { interfaceName } = site.peer;
    const evidence = [...values].map(
      ([path, value]) => `${path.replace('/proc/sys/', '').replaceAll('/', '.')} = ${value}`,
    );
    const forward = values.get(IP_FORWARD);
    const strict =
      Math.max(...[rpFilter('all'), rpFilter(interfaceName)].map((path) => Number(values.get(path) ?? 0))) === 1;
    return judged(
      evidence,
      forward === undefined ? couldNotLook('forwarding', 'Whether the node forwards', UNREADABLE) : [],
      forward === '0' ? [off()] : [],
      strict ? [strictFilter(interfaceName)] : [],
    );
  },
};

const link = 'docs/doctor.md#forwarding';

const UNREADABLE: Failure = {
  kind: 'unintelligible',
  message: 'The value of net.ipv4.ip_forward could not be read in the pod.',
  remedy: 'Read it on the node: sysctl net.ipv4.ip_forward',
};

function off(): Finding {
  return {
    severity: 'problem',
    what: 'the node does not forward packets',
    cause:
      'net.ipv4.ip_forward is 0: what comes out of the tunnel ends there. Cilium sets it; somebody set it back. The pod may not write it.',
    fix: 'Set it on the node, so that it stays: net.ipv4.ip_forward=1 in /etc/sysctl.d, or in the machine configuration of Talos.',
    link: 'docs/nodes.md#forwarding',
  };
}

/** The greater of the two values counts. */
function strictFilter(interfaceName: string): Finding {
  return {
    severity: 'warning',
    what: `the node filters strictly by the way back on ${interfaceName}`,
    cause:
      'rp_filter is 1: packets whose way back leads out of another interface are dropped. NetBird routes by marks, and wants 2 or 0.',
    fix: 'Set net.ipv4.conf.all.rp_filter and that of the interface to 2 on the node.',
    link,
  };
}
