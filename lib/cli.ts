import { GUARD_USAGE, runGuard } from './cilium/guard-command.ts';
import { checkOutput } from './synth/check-output.ts';

const USAGE = `Usage:
  npm run check    whether dist/ is what main.ts makes: exits 1, and names the files, when it is not

  ${GUARD_USAGE}`;

const [command, ...rest] = process.argv.slice(2);
if (command === 'check' && rest.length === 0) {
  const { ok, report } = checkOutput('main.ts', process.env.CDK8S_OUTDIR ?? 'dist');
  (ok ? console.log : console.error)(report);
  process.exitCode = ok ? 0 : 1;
} else if (command === 'guard') {
  const { exitCode, stdout, stderr } = runGuard(rest);
  if (stdout !== undefined) console.log(stdout);
  if (stderr !== undefined) console.error(stderr);
  process.exitCode = exitCode;
} else {
  console.error(USAGE);
  process.exitCode = 2;
}
