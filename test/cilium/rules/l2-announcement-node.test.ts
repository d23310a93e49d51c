import { expect, test } from '@jest/globals';
import { l2AnnouncementNode } from '../../../lib/cilium/rules/l2-announcement-node.ts';
import { ask, objects, policy } from '../../support/cilium.ts';

const peer = { 'kubernetes.io/hostname': 'worker1' };
const findings = (nodeSelector: object | undefined, nodeLabels?: Record<string, string>) =>
  l2AnnouncementNode(objects(policy('CiliumL2AnnouncementPolicy', { nodeSelector })), ask('1.18', nodeLabels));

const notOn = (...values: string[]) => ({
  matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'NotIn', values }],
});

test("a policy that selects the routing peer's node is warned of", () => {
  expect(findings(undefined, peer)).toEqual([
    {
      rule: 'l2-announcement-node',
      severity: 'warning',
      place: 'CiliumL2AnnouncementPolicy policy: spec.nodeSelector',
      verdict: "selects the routing peer's node on Cilium 1.18",
      reason:
        'NetBird may set net.ipv4.conf.all.src_valid_mark there, and replies to the announced addresses are then dropped.',
      source: 'netbird#4575, cilium#47591 and cilium#48706',
      remedy: "Exclude the routing peer's node by a nodeSelector, for example with the operator NotIn.",
    },
  ]);
  expect(findings({}, peer)).toHaveLength(1);
  expect(findings({ matchLabels: peer }, peer)).toHaveLength(1);
  expect(findings(notOn('worker2'), peer)).toHaveLength(1);
});

test('a policy that excludes that node is not', () => {
  expect(findings(notOn('worker1'), peer)).toEqual([]);
});

test('without the labels of the node nothing is said', () => {
  expect(findings(undefined)).toEqual([]);
});
