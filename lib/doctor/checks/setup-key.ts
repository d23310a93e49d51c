import { z } from 'zod';
import { SETUP_KEY } from '../../refusal/secret-forms.ts';
import { type Check, couldNotLook, type Finding, judged } from '../check.ts';
import type { Answer } from '../cluster/answer.ts';
import { Condition, type Event, excerpt, warningsOf } from '../objects.ts';
import { getEvents } from '../placement.ts';
import type { Peer } from '../site.ts';
import { storeTrouble } from '../store-trouble.ts';

/** What is kept of a Secret: never a value of it. */
interface SecretForm {
  readonly keys: readonly string[];

  /** Whether the value of the wanted key looks like a setup key; undefined where the key is not there. */
  readonly isSetupKey?: boolean;
}

interface Evidence {
  /** Undefined where the container gets a file, and there is no Secret. */
  readonly secret?: Answer<SecretForm>;

  /** Whether the driver has mounted the pod's volume; undefined where there is none. */
  readonly mounts?: Answer<readonly { readonly podName: string; readonly mounted: boolean }[]>;
  readonly externalSecret?: Answer<readonly z.infer<typeof Condition>[]>;
  readonly events: Answer<readonly Event[]>;
}

/** Whether the setup key reaches the pod. Its value is looked at, and kept nowhere. */
export const setupKey: Check<Evidence> = {
  name: 'setup-key',
  title: 'Setup key',

  async gather({ site, inquiry }) {
    const { namespace, podName, setupKey: place } = site.peer;
    const { secret, providerClass, externalSecret } = place;
    const [ofSecret, mounts, conditions, events] = await Promise.all([
      secret && inquiry.get({ apiVersion: 'v1', kind: 'Secret', namespace, name: secret.name }, secretForm(secret.key)),
      providerClass &&
        inquiry.list(
          { apiVersion: 'secrets-store.csi.x-k8s.io/v1', kind: 'SecretProviderClassPodStatus', namespace },
          Mount,
        ),
      externalSecret &&
        inquiry.get(
          { apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret', namespace, name: externalSecret },
          ReadyConditions,
        ),
      getEvents(inquiry, namespace, podName),
    ]);
    return {
      ...(ofSecret && { secret: ofSecret }),
      ...(mounts && { mounts }),
      ...(conditions && { externalSecret: conditions }),
      events,
    };
  },

  judge({ secret, mounts, externalSecret, events }, { site }) {
    const { peer } = site;
    const isMounted = mounts?.ok ? mounts.value.some((one) => one.podName === peer.podName && one.mounted) : undefined;
    const trouble = events.ok && isMounted !== true ? warningsOf(events.value, 'FailedMount') : [];
    const store = trouble.map((message) => mountFailure(message, peer)).slice(0, 1);
    const operator = externalSecret === undefined ? [] : judgeOperator(externalSecret);
    const ofSecret = secret === undefined ? [] : judgeSecret(secret, peer, isMounted);
    const explained = [...store, ...operator].some(({ severity }) => severity === 'problem');
    return judged(
      describe(secret, isMounted, peer),
      store,
      operator,
      // A Secret that nobody could make is no second problem.
      explained ? [] : ofSecret,
      mounts !== undefined && !mounts.ok && mounts.failure.kind !== 'not-served'
        ? [couldNotLook('setup-key', 'Whether the driver mounted the key', mounts.failure)]
        : [],
      events.ok ? [] : [couldNotLook('setup-key', 'What happened to the pod', events.failure)],
    );
  },
};

/** Its values are looked at while it is parsed, and then dropped. */
function secretForm(key: string): z.ZodType<SecretForm> {
  return z.object({ data: z.record(z.string(), z.string()).default({}) }).transform(({ data }) => {
    const value = data[key];
    return {
      keys: Object.keys(data),
      ...(value !== undefined && { isSetupKey: isKey(Buffer.from(value, 'base64').toString('utf8')) }),
    };
  });
}

function isKey(text: string): boolean {
  return text.trim().length === 36 && SETUP_KEY.pattern.test(text);
}

const Mount = z
  .object({ status: z.object({ podName: z.string().default(''), mounted: z.boolean().default(false) }) })
  .transform(({ status }) => status);

const ReadyConditions = z
  .object({ status: z.object({ conditions: z.array(Condition).default([]) }).default({ conditions: [] }) })
  .transform(({ status }) => status.conditions);

function describe(
  secret: Answer<SecretForm> | undefined,
  isMounted: boolean | undefined,
  { setupKey: place }: Peer,
): string[] {
  return [
    ...(isMounted === undefined ? [] : [`the driver ${isMounted ? 'has' : 'has not'} mounted the key`]),
    ...(secret?.ok
      ? [
          `Secret ${place.secret?.name} has the ${secret.value.keys.length === 1 ? 'key' : 'keys'} ${secret.value.keys.join(', ') || '(none)'}`,
        ]
      : []),
  ];
}

function mountFailure(message: string, peer: Peer): Finding {
  const { what, fix } = storeTrouble(message, peer);
  return {
    severity: 'problem',
    what,
    cause: `The setup key cannot be mounted, and the pod does not start without. Its events say: ${excerpt(message, 300)}`,
    fix,
    link: 'docs/doctor.md#setup-key',
    follows: ['definitions', 'drift'],
  };
}

function judgeOperator(conditions: Answer<readonly z.infer<typeof Condition>[]>): readonly Finding[] {
  if (!conditions.ok) {
    return ['not-found', 'not-served'].includes(conditions.failure.kind)
      ? []
      : [couldNotLook('setup-key', 'The state of the ExternalSecret', conditions.failure)];
  }
  const ready = conditions.value.find(({ type }) => type === 'Ready');
  if (ready === undefined || ready.status === 'True') return [];
  return [
    {
      severity: 'problem',
      what: 'the External Secrets Operator could not fetch the setup key',
      cause: `It says: ${excerpt(ready.message ?? ready.reason ?? 'nothing', 300)}.`,
      fix: 'Correct what the message names: the store, the role, the path or the key.',
      link: 'docs/setup-key.md#what-the-store-must-allow',
      follows: ['definitions', 'drift'],
    },
  ];
}

function judgeSecret(secret: Answer<SecretForm>, peer: Peer, isMounted: boolean | undefined): readonly Finding[] {
  const { name = '', key = '' } = peer.setupKey.secret ?? {};
  const link = 'docs/doctor.md#setup-key';
  if (!secret.ok) {
    if (secret.failure.kind !== 'not-found') return [couldNotLook('setup-key', `The Secret ${name}`, secret.failure)];
    return [
      {
        severity: 'problem',
        what: `the Secret ${name} does not exist`,
        cause: isMounted
          ? 'The driver has mounted the key, and made no Secret of it: it was installed without syncSecret.enabled=true.'
          : peer.setupKey.providerClass !== undefined
            ? 'The driver makes it when a pod mounts the key, and none has.'
            : peer.setupKey.externalSecret !== undefined
              ? 'The External Secrets Operator has not made it.'
              : 'Somebody else is to make it: you, or a controller of SOPS or Sealed Secrets.',
        fix: isMounted
          ? 'Set syncSecret.enabled=true in the values of the driver, then restart the pod.'
          : `Look at what is to make it: kubectl -n ${peer.namespace} describe pod ${peer.podName}`,
        link,
        follows: ['definitions', 'drift', 'claim'],
      },
    ];
  }
  if (secret.value.isSetupKey === undefined) {
    return [
      {
        severity: 'problem',
        what: `the Secret ${name} has no key ${key}`,
        cause: `The container asks for the key ${key}; the Secret has ${secret.value.keys.join(', ') || 'none'}.`,
        fix: 'Write the same key in the store and in main.ts (setupKey), then delete the Secret so that it is made anew.',
        link,
        follows: ['drift'],
      },
    ];
  }
  if (secret.value.isSetupKey) return [];
  return [
    {
      severity: 'problem',
      what: `the value in the Secret ${name} is not a setup key`,
      cause:
        'Setup keys are UUIDs of 36 characters; this is a placeholder, or was cut off. A peer that is registered already does not need it, and does not start again once it is deleted in NetBird.',
      fix: 'Put the whole key into the store, delete the Secret so that it is made anew, and restart the pod.',
      link: 'docs/runbooks/rotate-setup-key.md',
    },
  ];
}
