import { listAt, textAt } from '../../output/record.ts';
import { touches } from '../compare/field-path.ts';
import type { SiteObject } from '../site-object.ts';
import type { Rule } from './rule.ts';

const ROUTES = ['GRPCRoute', 'Gateway', 'HTTPRoute', 'Ingress', 'TCPRoute', 'TLSRoute', 'UDPRoute'];

/** Ways from outside into the cluster. */
export const serviceOpened: Rule = {
  name: 'service-opened',
  class: 'exposure',
  reason: 'What listens on the nodes or behind a Gateway can be reached from outside.',
  source: 'Kubernetes: Service types, Ingress; Gateway API',

  find({ before, after, differences }) {
    if (after === undefined) return [];
    if (ROUTES.includes(after.kind)) {
      const relevant = differences.filter(({ path }) => touches(path, 'spec'));
      if (relevant.length === 0) return [];
      const consequence = 'Other services than before may be reached through it.';
      return [{ differences: relevant, consequence, remedy: 'Make sure that they shall be public.' }];
    }
    const had = before === undefined ? [] : openingsOf(before);
    const isNarrower = had.includes(EVERYWHERE);
    const added = openingsOf(after).filter(
      (opening) => !had.includes(opening) && !(isNarrower && /^from /.test(opening)),
    );
    if (added.length === 0) return [];
    return [
      {
        differences: differences.filter(({ path }) => touches(path, 'spec')),
        consequence: `It can be reached from outside the cluster: ${added.join('; ')}.`,
        remedy: 'Make sure that it shall be.',
      },
    ];
  },
};

const EVERYWHERE = 'from every address';

function openingsOf({ kind, content }: SiteObject): readonly string[] {
  if (kind !== 'Service') return [];
  const type = textAt(content, 'spec', 'type');
  const isOpen = type === 'NodePort' || type === 'LoadBalancer';
  const ranges = listAt(content, 'spec', 'loadBalancerSourceRanges').map((range) => `from ${range}`);
  const ports = listAt(content, 'spec', 'ports').map((port) => `port ${Object(port).port}`);
  return [
    ...(isOpen ? [`type ${type}`, ...ports] : []),
    ...(type !== 'LoadBalancer' ? [] : ranges.length === 0 ? [EVERYWHERE] : ranges),
    ...listAt(content, 'spec', 'externalIPs').map((address) => `address ${address}`),
  ];
}
