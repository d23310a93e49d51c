import { line } from './cluster/kubectl.ts';
import { hideSecrets } from './hide-secrets.ts';

/**
 * How a text leaves the doctor: without secrets, and with commands for the cluster of this context.
 *
 * @param open what is no secret, whatever its form
 */
export function outgoing(context: string, open: readonly string[] = []): (text: string) => string {
  const kubectl = `${line(['kubectl', '--context', context])} `;
  return (text) => hideSecrets(text, open).replaceAll(/\bkubectl (?=-|[a-z])/g, () => kubectl);
}
