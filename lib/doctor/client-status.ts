import { type Answer, answered, unanswered } from './cluster/answer.ts';
import type { Inquiry } from './cluster/inquiry.ts';
import { excerpt } from './objects.ts';
import { clientContainer } from './placement.ts';
import { type NetbirdStatus, readNetbirdStatus } from './readings/netbird-status.ts';
import type { Site } from './site.ts';

/** What the client says, or that its daemon is down. */
export type ClientStatus = NetbirdStatus | { readonly daemonDown: string };

/** Asked once, however many checks want it. */
export async function getClientStatus(site: Site, inquiry: Inquiry): Promise<Answer<ClientStatus>> {
  const run = await inquiry.exec(clientContainer(site), ['netbird', 'status', '--json']);
  if (!run.ok) return run;
  const { stdout, stderr, exitCode } = run.value;
  // The client writes to whichever stream its command line library takes for the right one.
  const status = readNetbirdStatus(stdout) ?? readNetbirdStatus(stderr);
  if (status !== undefined) return answered(status);
  const text = excerpt(`${stdout} ${stderr}`);
  return exitCode === 0
    ? unanswered('unintelligible', `What netbird status printed was not understood: ${text}`)
    : answered({ daemonDown: text });
}

/** The status of a client that is connected to its management server; undefined for any other. */
export function connected(status: Answer<ClientStatus>): NetbirdStatus | undefined {
  if (!status.ok || 'daemonDown' in status.value) return undefined;
  return status.value.management?.connected ? status.value : undefined;
}
