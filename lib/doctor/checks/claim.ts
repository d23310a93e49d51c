import { type Check, couldNotLook, type Finding, judged } from '../check.ts';
import { type Answer, valueIn } from '../cluster/answer.ts';
import { Claim, type Event, excerpt, warningsAbout } from '../objects.ts';
import { getEvents } from '../placement.ts';
import type { Peer } from '../site.ts';

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
      getEvents(inquiry, { kind: 'PersistentVolumeClaim', namespace, name }),
    ]);
    return { claim: found, events };
  },

  judge({ claim: found, events }, { site }) {
    const { claimName } = site.peer;
    if (!found.ok) {
      return found.failure.kind === 'not-found'
        ? judged([], missing(site.peer))
        : judged([], couldNotLook('claim', `The claim ${claimName}`, found.failure));
    }
    const { metadata, status } = found.value;
    const evidence = [`${claimName} is ${status.phase ?? 'unknown'}`];
    if (status.phase === 'Lost') return judged(evidence, lost(site.peer));
    if (metadata.deletionTimestamp !== undefined) return judged(evidence, deleted(site.peer));
    return judged(evidence, status.phase === 'Bound' ? [] : notBound(found.value, events));
  },
};

const link = 'docs/doctor.md#claim';
const BACKUP = 'docs/runbooks/identity-backup.md';

function missing({ namespace, name, claimName }: Peer): Finding {
  return {
    severity: 'problem',
    what: `the claim ${claimName} does not exist`,
    cause:
      'The controller makes it with the pod. If it was deleted, the identity is gone with it: the peer registers anew, as another one.',
    fix: `See why the StatefulSet makes none: kubectl -n ${namespace} describe statefulset ${name}`,
    link,
    follows: ['drift', 'definitions'],
  };
}

function lost({ claimName }: Peer): Finding {
  return {
    severity: 'problem',
    what: `the volume of the claim ${claimName} is gone`,
    cause: 'The PersistentVolume was deleted, and the identity with it. The pod does not start.',
    fix: 'Restore the volume from a backup; without one delete the claim, and let the peer register anew.',
    link: `${BACKUP}#restoring-before-the-first-start`,
  };
}

function deleted({ claimName }: Peer): Finding {
  return {
    severity: 'problem',
    what: `the claim ${claimName} is being deleted`,
    cause: 'Only the pod that uses it holds it. With the next restart it is gone, and the identity with it.',
    fix: 'Copy the identity out now, before anything restarts the pod; then restore it into a new claim.',
    link: `${BACKUP}#copying-the-files-out`,
  };
}

function notBound({ metadata, spec }: Claim, events: Answer<readonly Event[]>): Finding {
  const { storageClassName } = spec;
  const [warning] = warningsAbout(metadata.uid, events);
  const find = (wanted: string) => valueIn(events)?.find(({ reason }) => reason === wanted);
  const message = warning ?? find('ExternalProvisioning')?.message;
  const common = { severity: 'problem', what: `the claim ${metadata.name} is not bound`, link } as const;
  if (message === undefined && find('WaitForFirstConsumer') !== undefined) {
    return {
      ...common,
      cause: 'Its volume is made when the pod has a node, and it has none.',
      fix: 'See why the pod has no node: npm run doctor says it under pod.',
      follows: ['pod'],
    };
  }
  if (storageClassName === '') {
    return {
      ...common,
      cause: 'Its storage class is "", which makes no volume: it waits for one that somebody makes by hand.',
      fix: 'Make a PersistentVolume of the class "" for it, or set storageClassName of the peer in main.ts, which needs a new claim.',
    };
  }
  return {
    ...common,
    cause: `Nothing makes a volume for it${
      message !== undefined
        ? `. Its events say: ${excerpt(message)}`
        : storageClassName === undefined
          ? ': it names no storage class, and there is no default one.'
          : `: look at the storage class ${storageClassName}.`
    }`,
    fix: 'See that the storage class exists and its provisioner runs: kubectl get storageclass',
  };
}
