import type { DesiredRoutes } from './desired-routes.ts';
import { Directory } from './directory.ts';
import type { ManagementError } from './management-error.ts';
import { ownerIn } from './mark.ts';
import type { Notice } from './notice.ts';
import { describeVia } from './overlaps.ts';
import type { Action, Observed, Plan } from './plan-routes.ts';
import type { Reconciliation } from './reconcile.ts';

/** What would be done, for a person. */
export function describePlan(url: string, plan: Plan): string {
  const changes = plan.actions.length;
  const last =
    changes === 0
      ? summary(url, plan)
      : `${summary(url, plan)}; ${count(changes, 'change')} to make: npm run routes -- apply`;
  return paragraphs(table(plan.actions.map((action) => [action.kind, ...cells(action)])), ...notices(plan), last);
}

/** What was done is said when it is done ({@link describeDone}); this is the rest. */
export function describeOutcome(url: string, { plan, refusals }: Reconciliation): string {
  const failed = refusals.map(({ action, error }) =>
    notice('failed', { ...error, subject: `${action.kind} ${placeOf(action)}` }),
  );
  const last = failed.length === 0 ? summary(url, plan) : `${summary(url, plan)}; ${failed.length} failed`;
  return paragraphs(...failed, ...notices(plan), last);
}

/** One line for an action that is done. */
export function describeDone(action: Action): string {
  return [DONE[action.kind], ...cells(action)].join('  ');
}

const DONE = {
  create: 'created',
  update: 'updated',
  're-point': 're-pointed',
  adopt: 'adopted',
  delete: 'deleted',
} as const satisfies Record<Action['kind'], string>;

/** Why nothing could be done. */
export function describeError({ reason, remedy }: ManagementError): string {
  return `${reason}\n      ${remedy}`;
}

/** The same for a program; `done` is what was carried out before. */
export function errorAsJson({ reason, remedy }: ManagementError, done: readonly Action[]): string {
  return JSON.stringify({ done: done.map(withoutRequest), error: { reason, remedy } }, undefined, 2);
}

/** A plan for a program; `done` is what was carried out. */
export function planAsJson(
  url: string,
  owner: string,
  plan: Plan,
  {
    done = [],
    refusals = [],
  }: { readonly done?: readonly Action[]; readonly refusals?: Reconciliation['refusals'] } = {},
): string {
  const document = {
    url,
    owner,
    done: done.map(withoutRequest),
    failed: refusals.map(({ action, error: { reason, remedy } }) => ({
      ...withoutRequest(action),
      error: { reason, remedy },
    })),
    actions: plan.actions.map(withoutRequest),
    kept: plan.kept,
    problems: plan.problems,
    warnings: plan.warnings,
  };
  return JSON.stringify(document, undefined, 2);
}

/** All routes that NetBird has, for a person. */
export function describeRoutes(url: string, desired: DesiredRoutes, observed: Observed): string {
  const rows = routeRows(desired, observed);
  if (rows.length === 0) return `${url} has no routes`;
  const header = ['network', 'via', 'state', 'metric', 'groups', 'network id', 'whose', 'id'];
  const lines = rows.map((row) => [
    row.network,
    row.via,
    row.state,
    String(row.metric),
    row.groups.join(', '),
    row.networkId,
    row.owner ?? 'made by hand',
    row.id,
  ]);
  return paragraphs(table([header, ...lines]), `${url}: ${count(rows.length, 'route')}`);
}

export function routesAsJson(url: string, desired: DesiredRoutes, observed: Observed): string {
  return JSON.stringify({ url, owner: desired.owner, routes: routeRows(desired, observed) }, undefined, 2);
}

function routeRows({ owner }: DesiredRoutes, { peers, groups, routes }: Observed) {
  const directory = new Directory(peers, groups);
  return [...routes]
    .sort((one, other) => ([one.network, one.id].join(' ') < [other.network, other.id].join(' ') ? -1 : 1))
    .map((route) => {
      const whose = ownerIn(route.description);
      const peer = directory.peer(route.peer);
      const peerState = peer === undefined ? 'peer gone' : peer.connected ? 'connected' : 'not connected';
      return {
        id: route.id,
        network: route.domains.length === 0 ? route.network : route.domains.join(', '),
        networkId: route.network_id,
        via: describeVia(route, directory),
        state: route.enabled ? (route.peer === '' ? 'enabled' : peerState) : 'off',
        metric: route.metric,
        groups: route.groups.map((id) => directory.groupName(id)),
        owner: whose === owner ? 'this site' : whose,
      };
    });
}

function cells(action: Action): string[] {
  return [action.network, action.via, action.reason];
}

function placeOf({ network, via }: Action): string {
  return `${network} by ${via}`;
}

function withoutRequest(action: Action) {
  const { kind, network, networkId, via, reason } = action;
  return { kind, ...('observed' in action && { id: action.observed.id }), network, networkId, via, reason };
}

function summary(url: string, { kept, problems, warnings }: Plan): string {
  const parts = [
    `${count(kept.length, 'route')} as wanted`,
    ...(problems.length > 0 ? [`${count(problems.length, 'problem')}`] : []),
    ...(warnings.length > 0 ? [`${count(warnings.length, 'warning')}`] : []),
  ];
  return `${url}: ${parts.join(', ')}`;
}

function notices({ problems, warnings }: Plan): string[] {
  return [...problems.map((one) => notice('problem', one)), ...warnings.map((one) => notice('warning', one))];
}

function notice(severity: string, { subject, reason, remedy }: Notice): string {
  return `${severity}   ${subject}\n      ${reason}\n      ${remedy}`;
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map(
      (row) =>
        `  ${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}`,
    )
    .join('\n');
}

function paragraphs(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
