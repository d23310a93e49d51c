import { CHECK_NAMES } from '../../../lib/doctor/check.ts';
import type { Diagnosis } from '../../../lib/doctor/examine.ts';

/**
 * The page that says what was injected, and what the doctor made of it.
 *
 * @param sample all that it prints of one of them
 */
export function pageOf(
  rows: readonly { readonly fault: string; readonly diagnosis: Diagnosis }[],
  sample: string,
): string {
  const lines = rows.map(({ fault, diagnosis }) => {
    const named = [...diagnosis.causes, ...diagnosis.warnings].map(({ check, what }) => `${check}: ${what}`);
    return `| ${[fault, named.join('; ') || '(healthy)', `\`${codes(diagnosis)}\``].map(cell).join(' | ')} |`;
  });
  return `# Faults, and what the doctor says

Written by \`UPDATE_DOCS=1 npm run test:cluster -- doctor.cluster\`, which holds it true: on a real API server with pods that [kwok](testing.md) answers
for, one thing at a time goes wrong in a cluster that is well. The cause has to be named alone; what else is wrong has to follow from it.

The last column has a character for each check, in this order: ${CHECK_NAMES.join(', ')}. \`●\` names the cause, \`!\` warns,
\`○\` follows from the cause, \`–\` is not reached, \`·\` is well.

| fault | what is named | verdicts |
|---|---|---|
${lines.join('\n')}

## What it prints

When another CiliumNodeConfig lets the tunnel interface in:

\`\`\`
$ npm run -s doctor -- --host grafana.madhan.app --expect 302
${sample.trimEnd()}
\`\`\`
`;
}

function codes({ results, causes, warnings, followers }: Diagnosis): string {
  return results
    .map(({ name, verdict }) => {
      if (causes.some(({ check }) => check === name)) return '●';
      if (warnings.some(({ check }) => check === name)) return '!';
      if (followers.some(({ check }) => check === name)) return '○';
      if (name === 'far-side' && verdict === 'not-reached') return ' ';
      return { 'not-reached': '–', ok: '·', unknown: '?', problem: '●', warning: '!' }[verdict];
    })
    .join('');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
