import { type Check, couldNotLook, judged } from '../check.ts';
import type { Answer } from '../cluster/answer.ts';
import { Claim, type Event, excerpt, warningsOf } from '../objects.ts';
import { getEvents } from '../placement.ts';

interface Evidence {
  readonly claim: Answer<Claim>;
  readonly events: Answer<readonly Event[]>;
}

/** Whether the volume with the identity is there. */
export const claim: Check<Evidence> = {
  name: 'claim',
  title: 'Volume of the identity',

  async gather({ site, inquiry }) {
    const { namespace, claimName: name } = site.peer;
    const [found, events] = await Promise.all([
      inquiry.get({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name }, Claim),
      getEvents(inquiry, namespace, name),
    ]);
    return { claim: found, events };
  },

  judge({ claim: found, events }, { site }) {
    const { claimName, namespace } = site.peer;
    const link = 'docs/doctor.md#claim';
    if (!found.ok) {
      if (found.failure.kind !== 'not-found') {
        return judged([], couldNotLook('claim', `The claim ${claimName}`, found.failure));
      }
      return judged([], {
        severity: 'problem',
        what: `the claim ${claimName} does not exist`,
        cause:
          'The controller makes it with the pod. If it was deleted, the identity is gone with it: the peer registers anew, and its route names the old one.',
        fix: `See why the StatefulSet makes none: kubectl -n ${namespace} describe statefulset ${site.peer.name}`,
        link,
        follows: ['drift', 'definitions'],
      });
    }
    const { phase = 'unknown' } = found.value.status;
    const warnings = events.ok ? warningsOf(events.value) : [];
    const evidence = [`${claimName} is ${phase}`];
    if (phase === 'Bound') return judged(evidence);
    const isLost = phase === 'Lost';
    const isWaiting =
      events.ok && events.value.some(({ reason }) => reason === 'WaitForFirstConsumer') && warnings.length === 0;
    return judged(evidence, {
      severity: 'problem',
      what: isLost ? `the volume of the claim ${claimName} is gone` : `the claim ${claimName} is not bound`,
      cause: isLost
        ? 'The PersistentVolume was deleted, and the identity with it. The pod does not start.'
        : isWaiting
          ? 'Its volume is made when the pod has a node, and it has none.'
          : warnings[0] !== undefined
            ? `Nothing makes a volume for it. Its events say: ${excerpt(warnings[0])}.`
            : `Nothing makes a volume for it: ${found.value.spec.storageClassName === undefined ? 'it names no storage class, and there is no default one' : `look at the storage class ${found.value.spec.storageClassName}`}.`,
      fix: isLost
        ? 'Restore the volume from a backup; without one delete the claim, let the peer register anew, and give it the route.'
        : 'See that the storage class exists and its provisioner runs: kubectl get storageclass',
      link: isLost ? 'docs/runbooks/identity-backup.md' : link,
      follows: isWaiting ? ['pod'] : [],
    });
  },
};
