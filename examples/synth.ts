// npm run synth:examples: writes the dist/ of each example, or says why not, and exits with 1 when one is refused.
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { dirname } from 'node:path';

for (const program of globSync('examples/*/main.ts').sort()) {
  const folder = dirname(program);
  console.log(`\n${folder}`);
  const { status } = spawnSync(process.execPath, [...process.execArgv, program], {
    env: { ...process.env, CDK8S_OUTDIR: `${folder}/dist` },
    stdio: 'inherit',
  });
  if (status !== 0) process.exitCode = 1;
}
