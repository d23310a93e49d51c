import { describeVersions } from '../question.ts';
import type { Rule } from './rule.ts';

/**
 * NetBird's advanced routing sets src_valid_mark on the node that it runs on; a node that answers for announced
 * addresses as well then drops packets of theirs. Judged only where the labels of the peer's node are known.
 */
export const l2AnnouncementNode: Rule = (config, question) => {
  const { nodeLabels } = question;
  if (nodeLabels === undefined) return [];
  return config.l2Policies
    .filter(({ selector }) => selector?.matches(nodeLabels) ?? true)
    .map(({ place }) => ({
      rule: 'l2-announcement-node',
      severity: 'warning',
      place: `${place}: spec.nodeSelector`,
      verdict: `selects the routing peer's node ${describeVersions(question)}`,
      reason:
        'NetBird may set net.ipv4.conf.all.src_valid_mark there, and replies to the announced addresses are then dropped.',
      source: 'netbird#4575, cilium#47591 and cilium#48706',
      remedy: "Exclude the routing peer's node by a nodeSelector, for example with the operator NotIn.",
    }));
};
