import { setTimeout as wait } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { Cidr } from '../../network/cidr.ts';
import type { Route } from './answers.ts';
import type { DesiredRoutes } from './desired-routes.ts';
import type { ManagementClient } from './management-client.ts';
import { ManagementError } from './management-error.ts';
import { networkOf } from './match-routes.ts';
import { type Action, type Observed, type Plan, planRoutes } from './plan-routes.ts';

export interface ReconcileOptions {
  /** Called for each action that is done. */
  readonly onDone: (action: Action) => void;

  /** How long to wait before the second look at what did not work, in milliseconds; longer before each further one. */
  readonly pause?: number;
}

export interface Reconciliation {
  /** What NetBird had at the last look. Actions that are left in it were refused, or wait for one that was. */
  readonly plan: Plan;

  /** The actions that did not work, and why. */
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
    const done = new Set<Action>();
    refusals = await apply(plan.actions, client, (action) => {
      done.add(action);
      onDone(action);
    });
    fruitless = done.size > 0 ? 0 : fruitless + 1;
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
    if (action.kind === 'delete' && refusals.some((refusal) => mayReplace(refusal.action, action.observed))) continue;
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

/** What carries traffic stays until what takes its place is there. */
function mayReplace(action: Action, route: Route): boolean {
  return action.kind !== 'delete' && networkOf(route)?.overlaps(Cidr.around(action.network)) === true;
}

async function act(action: Action, client: ManagementClient): Promise<void> {
  if (action.kind === 'create') {
    await client.createRoute(action.request);
    return;
  }
  const { observed } = action;
  const now = await client.findRoute(observed.id);
  if (now === undefined && action.kind === 'delete') return;
  // Somebody may have taken the mark out, or the route for something else; a PUT would write over it.
  if (!isDeepStrictEqual(now, observed)) throw changedMeanwhile(observed);
  if (action.kind === 'delete') await client.deleteRoute(observed.id);
  else await client.replaceRoute(observed.id, action.request);
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

function changedMeanwhile({ id }: Route): ManagementError {
  return new ManagementError(
    'conflict',
    `Somebody changed the route ${id} after it was looked at.`,
    'The next run looks again; look whether another program manages these routes.',
  );
}

function somebodyElse(): ManagementError {
  return new ManagementError(
    'conflict',
    'Somebody else changes the same routes all the time.',
    'Look whether another cluster has a site with the same owner, or another program manages these routes.',
  );
}
