// What the CronJob runs. `npm run bundle` makes one file of it and of all that it imports.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiToken } from './api-token.ts';
import { parseDesiredRoutes } from './desired-routes.ts';
import { ManagementClient } from './management-client.ts';
import { ManagementError } from './management-error.ts';
import { reconcile } from './reconcile.ts';
import { describeDone, describeError, describeOutcome } from './report.ts';
import { ROUTES_FILE } from './routes-file.ts';

async function main(): Promise<number> {
  const file = join(import.meta.dirname, ROUTES_FILE);
  const desired = parseDesiredRoutes(readFileSync(file, 'utf8'), file);
  const token = ApiToken.find(undefined, process.env);
  const client = new ManagementClient(desired.managementUrl, token);
  const outcome = await reconcile(desired, client, { onDone: (action) => console.log(describeDone(action)) });
  console.log(describeOutcome(desired.managementUrl, outcome));
  return outcome.plan.problems.length + outcome.refusals.length > 0 ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof ManagementError)) throw error;
  console.error(describeError(error));
  process.exitCode = 1;
}
