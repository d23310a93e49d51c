import { setTimeout as wait } from 'node:timers/promises';
import type { DesiredRoutes } from './desired-routes.ts';
import type { ManagementClient } from './management-client.ts';
import { ManagementError } from './management-error.ts';
import { type Action, type Observed, type Plan, planRoutes } from './plan-routes.ts';

export interface ReconcileOptions {
  /** Called for each action that is done. */
  readonly onDone: (action: Action) => void;

  /** How long to wait before the second look at what did not work, in milliseconds; longer before each further one. */
  readonly pause?: number;
}

export interface Reconciliation {
  /** What NetBird had at the last look. Actions that are left in it were refused. */
  readonly plan: Plan;

  /** Why actions are left. */
  readonly refusals: readonly { readonly action: Action; readonly error: ManagementError }[];
}

/** So many looks without anything having been done are enough. */
const FRUITLESS_ROUNDS = 3;

/** More are needed only where somebody else writes at the same time, and does not stop. */
const ROUNDS = 20;

/** Everything that a plan is made of. */
export async function observe(client: ManagementClient): Promise<Observed> {
  const [peers, groups, routes] = await Promise.all([client.peers(), client.groups(), client.routes()]);
  return { peers, groups, routes };
}

/**
 * Looks, plans and acts until there is nothing left to do.
 *
 * It ends only when a look that came after everything it wrote finds nothing to do. So of several programs that run at
 * the same time, the last one sees what all of them left, duplicates among it; and a POST whose answer was lost is seen
 * before it is sent again.
 *
 * @throws ManagementError where the server cannot be asked at all
 */
export async function reconcile(
  desired: DesiredRoutes,
  client: ManagementClient,
  { onDone, pause = 500 }: ReconcileOptions,
): Promise<Reconciliation> {
  let fruitless = 0;
  let refusals: Reconciliation['refusals'] = [];
  for (let round = 1; ; round++) {
    const plan = planRoutes(desired, await observe(client));
    for (const { action, error } of refusals) {
      if (error.mayHaveHappened && !plan.actions.some((left) => isSame(left, action))) onDone(action);
    }
    if (plan.actions.length === 0) return { plan, refusals: [] };
    if (fruitless === FRUITLESS_ROUNDS) return { plan, refusals };
    if (round > ROUNDS) throw somebodyElse();
    // Two programs that undo each other's work must not do it in step.
    if (round > 1) await wait(pause * 2 ** fruitless * Math.random());
    refusals = await apply(plan.actions, client, onDone);
    fruitless = refusals.length < plan.actions.length ? 0 : fruitless + 1;
  }
}

/**
 * Does what can be done of a plan, in its order.
 *
 * @returns what was refused, or may have been carried out: look again
 * @throws ManagementError where going on makes no sense
 */
async function apply(
  actions: readonly Action[],
  client: ManagementClient,
  onDone: ReconcileOptions['onDone'],
): Promise<Reconciliation['refusals']> {
  const refusals: { action: Action; error: ManagementError }[] = [];
  for (const action of actions) {
    try {
      await act(action, client);
      onDone(action);
    } catch (error) {
      if (!(error instanceof ManagementError) || !concernsOneRoute(error)) throw error;
      refusals.push({ action, error });
    }
  }
  return refusals;
}

async function act(action: Action, client: ManagementClient): Promise<void> {
  if (action.kind === 'create') await client.createRoute(action.request);
  else if (action.kind === 'delete') await client.deleteRoute(action.id);
  else await client.replaceRoute(action.id, action.request);
}

/** The others say that the server cannot be asked. */
function concernsOneRoute({ problem, mayHaveHappened }: ManagementError): boolean {
  return mayHaveHappened || problem === 'refused' || problem === 'conflict' || problem === 'not-found';
}

function isSame(one: Action, other: Action): boolean {
  return (
    one.kind === other.kind &&
    one.network === other.network &&
    one.networkId === other.networkId &&
    one.via === other.via
  );
}

function somebodyElse(): ManagementError {
  return new ManagementError(
    'conflict',
    'Somebody else changes the same routes all the time.',
    'Look whether another cluster has a site with the same owner, or another program manages these routes.',
  );
}
