import { touches } from '../compare/field-path.ts';
import { clientOf } from '../workload.ts';
import type { Rule } from './rule.ts';

/** NetBird keeps the name that a peer had when it registered. */
export const hostnameRegistered: Rule = {
  name: 'hostname-registered',
  class: 'no-effect',
  reason: 'The hostname becomes the name of a peer when it registers, and never again.',
  source: 'NetBird: management API, name and hostname of a peer',

  find({ before, after, differences }) {
    if (before === undefined || after === undefined || clientOf(before) === undefined) return [];
    const relevant = differences.filter(
      ({ path, isOrder }) =>
        !isOrder &&
        path.length > 6 &&
        ['[NB_HOSTNAME]', '[WT_HOSTNAME]'].some((name) => touches(path, `spec.template.spec.containers.*.env.${name}`)),
    );
    if (relevant.length === 0) return [];
    return [
      {
        differences: relevant,
        consequence:
          'The peer keeps the name in NetBird under which it registered; what finds peers by name goes on to need that one.',
        remedy: 'Rename the peer in NetBird as well, or write the name that it has into registeredNames.',
      },
    ];
  },
};
