import type { CiliumConfig } from './config/cilium-config.ts';
import type { Finding } from './finding.ts';
import type { Question } from './question.ts';
import { rules } from './rules/index.ts';

/**
 * Every finding of every rule, errors first. What several nodes get from the same place is found once; what cannot be
 * read at a place is the only finding there, since what other rules make of it is a guess.
 */
export function findingsOf(config: CiliumConfig, question: Question): readonly Finding[] {
  const findings = new Map<string, Finding>();
  const misread = new Set(config.problems.map(({ place }) => place));
  for (const finding of rules.flatMap((rule) => rule(config, question))) {
    const isGuess = misread.has(finding.place) && !['unreadable', 'unknown-type'].includes(finding.rule);
    if (!isGuess) findings.set(JSON.stringify(finding), finding);
  }
  const all = [...findings.values()];
  return [
    ...all.filter(({ severity }) => severity === 'error'),
    ...all.filter(({ severity }) => severity === 'warning'),
  ];
}
