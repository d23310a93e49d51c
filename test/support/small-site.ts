import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Outcome, root, runNode } from './repository.ts';

/**
 * Writes a program like main.ts into `folder`.
 *
 * @param configMaps the names of the ConfigMaps in the chart `app`, and the value that each holds
 * @param more statements at the end of its site
 */
export function writeSite(folder: string, configMaps: Readonly<Record<string, string>>, more = ''): void {
  writeFileSync(
    join(folder, 'main.ts'),
    `import { createRequire } from 'node:module';
import { NetbirdRoutingPeer, CiliumDeviceGuard, synthesize } from ${JSON.stringify(join(root, 'lib', 'index.ts'))};
const require = createRequire(${JSON.stringify(join(root, 'main.ts'))});
const { ApiObject, Chart } = require('cdk8s');
synthesize((site) => {
  const chart = new Chart(site, 'app', { namespace: 'default' });
  for (const [name, value] of Object.entries(${JSON.stringify(configMaps)})) {
    new ApiObject(chart, name, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { value } });
  }
  ${more}
});
`,
  );
}

/** Runs that program there. */
export function runSite(folder: string, env: Record<string, string> = {}, nodeArgs: readonly string[] = []): Outcome {
  return runNode([...nodeArgs, 'main.ts'], { cwd: folder, env });
}
