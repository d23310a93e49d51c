import { parseArgs } from 'node:util';
import type { Command, CommandOutcome } from '../../command.ts';
import { isUsageError, parseOption } from '../../command-arguments.ts';
import type { HttpsUrl } from '../../network/https-url.ts';
import { ApiToken } from './api-token.ts';
import type { DesiredRoutes } from './desired-routes.ts';
import { findDesiredRoutes } from './find-desired-routes.ts';
import { ManagementClient } from './management-client.ts';
import { ManagementError } from './management-error.ts';
import { parseManagementUrl } from './management-url.ts';
import { type Action, planRoutes } from './plan-routes.ts';
import { observe, reconcile } from './reconcile.ts';
import {
  describeDone,
  describeError,
  describeOutcome,
  describePlan,
  describeRoutes,
  errorAsJson,
  planAsJson,
  routesAsJson,
} from './report.ts';

const USAGE = `npm run routes -- plan|apply|list [--token-file FILE] [--url URL] [--from FILE] [--json]
      compares NetBird's routes with those of the site in dist/, makes them so, or lists all that NetBird has;
      plan exits 3 when there is something to do, and each 1 when a route cannot be written;
      the token comes from the file, or from NETBIRD_API_TOKEN_FILE or NETBIRD_API_TOKEN`;

/** Does on a workstation what the Job does in the cluster. */
export const routesCommand: Command = { usage: USAGE, run: runRoutes };

async function runRoutes(args: readonly string[]): Promise<CommandOutcome> {
  const request = parseRequest(args);
  if (typeof request === 'string') return { exitCode: 2, stderr: `${request}\n\nUsage:\n  ${USAGE}` };
  const done: Action[] = [];
  try {
    return await SUBCOMMANDS[request.subcommand](open(request), request.asJson, done);
  } catch (error) {
    if (!(error instanceof ManagementError)) throw error;
    const stdout = request.asJson ? errorAsJson(error, done) : done.map(describeDone).join('\n') || undefined;
    return { exitCode: 2, stdout, stderr: describeError(error) };
  }
}

interface Session {
  readonly url: string;
  readonly desired: DesiredRoutes;
  readonly client: ManagementClient;
}

function open({ from, url, tokenFile }: RoutesRequest): Session {
  const desired = findDesiredRoutes(from);
  const address = url ?? desired.managementUrl;
  const token = ApiToken.find(tokenFile, process.env);
  return { url: address, desired, client: new ManagementClient(address, token) };
}

const SUBCOMMANDS = { plan, apply, list } as const;

async function plan({ url, desired, client }: Session, asJson: boolean): Promise<CommandOutcome> {
  const found = planRoutes(desired, await observe(client));
  const stdout = asJson ? planAsJson(url, desired.owner, found) : describePlan(url, found);
  if (found.problems.length > 0) return { exitCode: 1, stdout };
  return { exitCode: found.actions.length > 0 ? 3 : 0, stdout };
}

async function apply({ url, desired, client }: Session, asJson: boolean, done: Action[]): Promise<CommandOutcome> {
  const outcome = await reconcile(desired, client, { onDone: (action) => done.push(action) });
  const { refusals } = outcome;
  const text = [...done.map(describeDone), describeOutcome(url, outcome)].join('\n');
  const stdout = asJson ? planAsJson(url, desired.owner, outcome.plan, { done, refusals }) : text;
  return { exitCode: outcome.plan.problems.length + refusals.length > 0 ? 1 : 0, stdout };
}

async function list({ url, desired, client }: Session, asJson: boolean): Promise<CommandOutcome> {
  const observed = await observe(client);
  return { exitCode: 0, stdout: (asJson ? routesAsJson : describeRoutes)(url, desired, observed) };
}

interface RoutesRequest {
  readonly subcommand: keyof typeof SUBCOMMANDS;
  readonly from: string;
  readonly url: HttpsUrl | undefined;
  readonly tokenFile: string | undefined;
  readonly asJson: boolean;
}

/** A string says what is wrong with the arguments. */
function parseRequest(args: readonly string[]): RoutesRequest | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        from: { type: 'string' },
        url: { type: 'string' },
        'token-file': { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    const [subcommand, ...more] = positionals;
    // What else stands there may be a token, and is not shown.
    if (subcommand === undefined || !isSubcommand(subcommand)) return 'The first argument is plan, apply or list.';
    if (more.length > 0) return `${subcommand} takes options only; a token is never an argument.`;
    return {
      subcommand,
      from: values.from ?? process.env.CDK8S_OUTDIR ?? 'dist',
      url: values.url === undefined ? undefined : parseOption('--url', values.url, parseManagementUrl),
      tokenFile: values['token-file'],
      asJson: values.json,
    };
  } catch (error) {
    if (isUsageError(error)) return error.message;
    throw error;
  }
}

function isSubcommand(name: string): name is RoutesRequest['subcommand'] {
  return Object.hasOwn(SUBCOMMANDS, name);
}
