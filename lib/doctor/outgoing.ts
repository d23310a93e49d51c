import { line } from './cluster/kubectl.ts';
import { hideSecrets } from './hide-secrets.ts';

/** How a text leaves the doctor: without secrets, and with commands for the cluster of this context. */
export function outgoing(context: string): (text: string) => string {
  const kubectl = `${line(['kubectl', '--context', context])} `;
  return (text) => hideSecrets(text).replaceAll(/\bkubectl (?=-|[a-z])/g, () => kubectl);
}
