import { HELM_VALUES } from '../../output/output-file.ts';
import { FILE_KIND } from '../site-object.ts';
import type { Rule } from './rule.ts';

/** Values for charts that somebody else installs. */
export const helmValuesByHand: Rule = {
  name: 'helm-values-by-hand',
  class: 'by-hand',
  reason: 'Helm values act when their chart is released with them, and not when they are merged.',
  source: 'docs/cilium-device-guard.md: adopting it',

  find({ before, after, differences }) {
    const file = after ?? before;
    if (file?.kind !== FILE_KIND || !file.name.startsWith(`${HELM_VALUES}/`)) return [];
    return [
      {
        differences,
        consequence: 'Nothing applies these values: the release keeps those that it was made with.',
        remedy:
          after === undefined
            ? 'Release the chart without them, then restart what reads them.'
            : 'Before the merge release the chart with this file as its last values, then restart what reads them.',
      },
    ];
  },
};
