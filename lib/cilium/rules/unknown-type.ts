import { shown } from '../../refusal/problem.ts';
import type { Rule } from './rule.ts';

/** A value of the wrong type is refused by Helm, by the API server or by the agent; where it is not, nobody knows what becomes of it. */
export const unknownType: Rule = ({ problems }) =>
  problems
    .filter(({ kind }) => kind === 'unknown-type')
    .map(({ place, value, reason, remedy }) => ({
      rule: 'unknown-type',
      severity: 'error',
      place,
      value: shown(value),
      verdict: 'cannot be judged',
      reason,
      source: "values.schema.json of Cilium's chart, and the Kubernetes API",
      remedy,
    }));
