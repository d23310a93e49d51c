import { podTemplatePath } from '../../output/pod-template.ts';
import type { Difference } from '../compare/compare-objects.ts';
import { touches } from '../compare/field-path.ts';
import { ENFORCE, refusedPrivileges } from '../pod-security.ts';
import { describeSiteObject } from '../site-object.ts';
import type { Rule } from './rule.ts';

/** A workload is accepted all the same; its next pod is not. */
export const podSecurityRefuses: Rule = {
  name: 'pod-security-refuses',
  class: 'outage',
  reason: 'Pods that run stay when the level of their Namespace rises; the next ones are refused.',
  source: 'Kubernetes: Pod Security Admission and Standards',

  find({ after, differences }, sites) {
    if (after === undefined) return [];
    const isNamespace = after.kind === 'Namespace';
    const isOfPods = ({ path }: Difference) =>
      isNamespace ? path[2] === ENFORCE : touches(path, [...(podTemplatePath(after.kind) ?? []), 'spec'].join('.'));
    const relevant = differences.filter(isOfPods);
    if (relevant.length === 0) return [];
    const place = { cluster: after.cluster, namespace: after.name };
    const refused = (isNamespace ? sites.after.inNamespace(place) : [after]).flatMap((object) => {
      const old = sites.before.counterpartOf(object);
      const had = old === undefined ? [] : refusedPrivileges(old, sites.before);
      const privileges = refusedPrivileges(object, sites.after).filter((privilege) => !had.includes(privilege));
      return privileges.length === 0 ? [] : [{ object, privileges }];
    });
    const [first] = refused;
    if (first === undefined) return [];
    const others = refused.length > 1 ? ` and of ${refused.length - 1} more` : '';
    return [
      {
        differences: relevant,
        consequence: `The API server refuses the next pod of ${describeSiteObject(first.object)}${others}, by the level that its Namespace enforces: ${first.privileges.join('; ')}.`,
        remedy: `Lower ${ENFORCE} of the Namespace, or take that from the pod.`,
      },
    ];
  },
};
