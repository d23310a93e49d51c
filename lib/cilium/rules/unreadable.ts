import type { Rule } from './rule.ts';

/** What cannot be read cannot be found safe. */
export const unreadable: Rule = ({ problems }) =>
  problems
    .filter(({ kind }) => kind === 'unreadable')
    .map(({ place, reason, remedy }) => ({
      rule: 'unreadable',
      severity: 'error',
      place,
      verdict: 'cannot be judged',
      reason,
      source: 'the file itself',
      remedy,
    }));
