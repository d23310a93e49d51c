import { shown } from '../../refusal/problem.ts';
import type { L2Policy } from '../config/kubernetes-objects.ts';
import type { Finding } from '../finding.ts';
import { goRegexMatches } from '../go-regex.ts';
import { describeVersions, otherInterface } from '../question.ts';
import { unsafeVersions } from '../selection.ts';
import type { Rule } from './rule.ts';

/**
 * The interfaces of an L2 announcement policy are Go regular expressions, matched anywhere in the name of each selected
 * device; no expression is every device. An error where the tunnel may be a device; a warning where it is none, or
 * nobody knows.
 */
export const l2AnnouncementInterfaces: Rule = (config, question) => {
  const { interfaceName, nodeLabels } = question;
  const mayBeDevice = config
    .candidates(nodeLabels)
    .some((settings) => settings.areComplete && unsafeVersions(settings, question).length > 0);
  return config.l2Policies
    .filter(({ selector }) => nodeLabels === undefined || (selector?.matches(nodeLabels) ?? true))
    .flatMap((policy) => matching(policy, interfaceName))
    .map((match) => ({
      rule: 'l2-announcement-interfaces',
      severity: mayBeDevice && match.isCertain ? 'error' : 'warning',
      place: match.place,
      ...(match.value !== undefined && { value: match.value }),
      verdict: match.isCertain
        ? `${mayBeDevice ? 'announces' : 'would announce'} on ${interfaceName} ${describeVersions(question)}`
        : 'cannot be judged',
      reason: match.reason,
      source: 'pkg/l2announcer/l2announcer.go',
      remedy: `Write the whole name of the interface, for example ^${otherInterface(interfaceName)}$.`,
    }));
};

interface Match extends Pick<Finding, 'place' | 'value' | 'reason'> {
  readonly isCertain: boolean;
}

function matching(policy: L2Policy, interfaceName: string): Match[] {
  if (policy.interfaces.length === 0) {
    const reason = 'A policy without interfaces is for every device of the node.';
    return [{ place: `${policy.place}: spec.interfaces`, reason, isCertain: true }];
  }
  return policy.interfaces.flatMap((expression, index) => {
    const matches = goRegexMatches(expression, interfaceName);
    if (matches === false) return [];
    const reason = matches
      ? `It is a regular expression, and matches ${interfaceName}: it need not match the whole name.`
      : 'It is a regular expression of Go that is too long or too special to be judged here.';
    const place = `${policy.place}: spec.interfaces[${index}]`;
    return [{ place, value: shown(expression), reason, isCertain: matches === true }];
  });
}
