import type { Command } from '../command.ts';
import { checkOutput } from './check-output.ts';

/** Whether the committed output is what the site makes. */
export const checkCommand: Command = {
  usage: `npm run check
      whether dist/ is what main.ts makes: exits 1, and names the files, when it is not`,

  run(args) {
    if (args.length > 0) return { exitCode: 2, stderr: `check takes no arguments.\n\nUsage:\n  ${this.usage}` };
    const { ok, report } = checkOutput('main.ts', process.env.CDK8S_OUTDIR ?? 'dist');
    return ok ? { exitCode: 0, stdout: report } : { exitCode: 1, stderr: report };
  },
};
