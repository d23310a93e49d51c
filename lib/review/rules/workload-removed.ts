import { fateOf } from '../delivery.ts';
import { describeSiteObject } from '../site-object.ts';
import { peerRemoved } from './peer-removed.ts';
import type { Rule } from './rule.ts';

const KINDS = ['CronJob', 'DaemonSet', 'Deployment', 'Job', 'Pod', 'ReplicaSet', 'StatefulSet'];

/** All but a peer whose identity is lost, of which another rule speaks. */
export const workloadRemoved: Rule = {
  name: 'workload-removed',
  class: 'outage',
  reason: 'What its pods did is not done any more.',
  source: 'Argo CD: pruning',

  find(change, sites) {
    const { before, after, differences } = change;
    if (before === undefined || after !== undefined || !KINDS.includes(before.kind)) return [];
    if (peerRemoved.find(change, sites).length > 0) return [];
    const { isDeleted, sentence } = fateOf(before, sites);
    const successor = sites.moved.get(before);
    if (isDeleted && successor !== undefined) {
      const consequence = `${sentence} Its pods end, and those of ${describeSiteObject(successor)} begin: nothing of its namespace goes with it.`;
      return [{ differences, consequence, remedy: 'Make sure that what the site does not make is there too.' }];
    }
    return [
      isDeleted
        ? { differences, consequence: `${sentence} Its pods end.`, remedy: 'Make sure that nothing needs them.' }
        : {
            differences,
            consequence: `${sentence} Its pods run on.`,
            remedy: 'If they shall end, delete it after the merge.',
            command: `kubectl -n ${before.namespace} delete ${before.kind.toLowerCase()} ${before.name}`,
          },
    ];
  },
};
