import type { CiliumConfig } from '../config/cilium-config.ts';
import type { Finding } from '../finding.ts';
import type { Question } from '../question.ts';

/** A rule on one cluster's configuration: returns what breaks it. One file each, named like the rule. */
export type Rule = (config: CiliumConfig, question: Question) => readonly Finding[];
