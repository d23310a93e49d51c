import { z } from 'zod';
import { SETUP_KEY } from '../../refusal/secret-forms.ts';
import { type Check, couldNotLook, type Finding, judged } from '../check.ts';
import { type Answer, valueIn } from '../cluster/answer.ts';
import { Condition, type Event, excerpt, type Pod, warningsAbout } from '../objects.ts';
import { getEvents, getPod } from '../placement.ts';
import { hasBegun } from '../pod-life.ts';
import { secretTrouble } from '../secret-trouble.ts';
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
  readonly externalSecret?: Answer<readonly Condition[]>;
  readonly pod: Answer<Pod>;
  readonly events: Answer<readonly Event[]>;
}

/** Whether the setup key reaches the pod. Its value is looked at, and kept nowhere. */
export const setupKey: Check<Evidence> = {
  name: 'setup-key',
  title: 'Setup key',

  async gather({ site, inquiry }) {
    const { namespace, podName, setupKey: place } = site.peer;
    const { secret, csiVolume, externalSecret } = place;
    const [ofSecret, mounts, conditions, pod, events] = await Promise.all([
      secret && inquiry.get({ apiVersion: 'v1', kind: 'Secret', namespace, name: secret.name }, secretForm(secret.key)),
      csiVolume &&
        inquiry.list(
          { apiVersion: 'secrets-store.csi.x-k8s.io/v1', kind: 'SecretProviderClassPodStatus', namespace },
          Mount,
        ),
      externalSecret &&
        inquiry.get(
          { apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret', namespace, name: externalSecret },
          ReadyConditions,
        ),
      getPod(site, inquiry),
      getEvents(inquiry, { kind: 'Pod', namespace, name: podName }),
    ]);
    return {
      ...(ofSecret && { secret: ofSecret }),
      ...(mounts && { mounts }),
      ...(conditions && { externalSecret: conditions }),
      pod,
      events,
    };
  },

  judge({ secret, mounts, externalSecret, pod, events }, { site }) {
    const { peer } = site;
    const isMounted = mounts?.ok ? mounts.value.some((one) => one.podName === peer.podName && one.mounted) : undefined;
    const store = isMounted ? [] : judgeMount(pod, events, peer);
    const operator = externalSecret === undefined ? [] : judgeOperator(externalSecret, secret);
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

/** Why the driver cannot mount the key. The warnings of a pod that has begun are of before. */
function judgeMount(pod: Answer<Pod>, events: Answer<readonly Event[]>, peer: Peer): readonly Finding[] {
  const { csiVolume } = peer.setupKey;
  const { metadata, status } = valueIn(pod) ?? {};
  const all = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  if (csiVolume === undefined || all.some(hasBegun)) return [];
  const named = new RegExp(`volume "${csiVolume}"|unmounted volumes=\\[[^\\]]*\\b${csiVolume}\\b`);
  const messages = warningsAbout(metadata?.uid, events, 'FailedMount').filter((message) => named.test(message));
  // kubelet also sums up: Unable to attach or mount volumes: unmounted volumes=[setup-key].
  const message = messages.find((one) => one.startsWith('MountVolume')) ?? messages[0];
  if (message === undefined) return [];
  const { what, fix } = storeTrouble(message, peer);
  return [
    {
      severity: 'problem',
      what,
      cause: `The setup key cannot be mounted, and the pod does not start without. Its events say: ${excerpt(message, 300)}`,
      fix,
      link: 'docs/doctor.md#setup-key',
      follows: ['definitions', 'drift'],
    },
  ];
}

function judgeOperator(
  conditions: Answer<readonly Condition[]>,
  secret: Answer<SecretForm> | undefined,
): readonly Finding[] {
  if (!conditions.ok) {
    return ['not-found', 'not-served'].includes(conditions.failure.kind)
      ? []
      : [couldNotLook('setup-key', 'The state of the ExternalSecret', conditions.failure)];
  }
  const ready = conditions.value.find(({ type }) => type === 'Ready');
  if (ready === undefined || ready.status === 'True') return [];
  const isThere = secret?.ok === true && secret.value.isSetupKey === true;
  return [
    {
      severity: isThere ? 'warning' : 'problem',
      what: 'the External Secrets Operator could not fetch the setup key',
      cause: `It says: ${excerpt(ready.message ?? ready.reason ?? 'nothing', 300)}.${isThere ? ' The peer starts all the same, with the Secret that was made before; once that is deleted, it does not.' : ''}`,
      fix: 'Correct what the message names: the store, the role, the path or the key.',
      link: 'docs/setup-key.md#what-the-store-must-allow',
      follows: ['definitions', 'drift'],
    },
  ];
}

function judgeSecret(secret: Answer<SecretForm>, peer: Peer, isMounted: boolean | undefined): readonly Finding[] {
  if (!secret.ok) {
    return secret.failure.kind === 'not-found'
      ? [secretTrouble(isMounted ? 'not-synced' : 'missing', peer)]
      : [couldNotLook('setup-key', `The Secret ${peer.setupKey.secret?.name}`, secret.failure)];
  }
  const { isSetupKey, keys } = secret.value;
  if (isSetupKey === undefined) return [secretTrouble('lacks-key', peer, keys)];
  return isSetupKey ? [] : [secretTrouble('no-setup-key', peer)];
}
