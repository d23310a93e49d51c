import { listAt, memberAt } from '../../output/record.ts';
import { touches } from '../compare/field-path.ts';
import type { SiteObject } from '../site-object.ts';
import { clientOf, podOf } from '../workload.ts';
import type { Rule } from './rule.ts';

/** The tunnel may be up all the same. */
export const routingLost: Rule = {
  name: 'routing-lost',
  class: 'outage',
  reason: 'A peer routes for its node only on the network of the node, and with the right to change it.',
  source: 'docs/decisions/0001-stateful-set-with-a-claim.md; capabilities(7): CAP_NET_ADMIN',

  find({ before, after, differences }) {
    if (before === undefined || after === undefined) return [];
    const lost = [...needsOf(before)].filter((need) => !needsOf(after).has(need));
    if (lost.length === 0 || clientOf(after) === undefined) return [];
    const fields = ['hostNetwork', 'containers.*.securityContext'];
    return [
      {
        differences: differences.filter(({ path }) =>
          fields.some((field) => touches(path, `spec.template.spec.${field}`)),
        ),
        consequence: `The peer loses ${lost.join(' and ')}: it may connect, but routes nothing into the networks behind its node.`,
        remedy: 'Put it back.',
      },
    ];
  },
};

function needsOf(object: SiteObject): ReadonlySet<string> {
  const client = clientOf(object);
  const capabilities = listAt(client, 'securityContext', 'capabilities', 'add');
  const isAdmin = memberAt(client, ['securityContext', 'privileged']) === true || capabilities.includes('NET_ADMIN');
  return new Set([
    ...(podOf(object)?.hostNetwork === true ? ['the network of the node'] : []),
    ...(isAdmin ? ['NET_ADMIN'] : []),
  ]);
}
