import type { Finding } from './check.ts';
import type { Peer } from './site.ts';

/** Who makes the Secret with the setup key: it decides what helps. */
type Maker = 'driver' | 'operator' | 'somebody';

type SecretFault = 'missing' | 'not-synced' | 'lacks-key' | 'no-setup-key';

/**
 * @param keys those that it has
 * @param fault `not-synced`: the driver has mounted the key, and there is no Secret
 */
export function secretTrouble(fault: SecretFault, peer: Peer, keys: readonly string[] = []): Finding {
  const { name = '', key = '' } = peer.setupKey.secret ?? {};
  const maker = makerOf(peer);
  const isRotation = fault === 'no-setup-key';
  return {
    severity: 'problem',
    ...describe(fault, maker, { name, key, keys }),
    fix: remedy(fault, maker, peer),
    link: isRotation ? 'docs/runbooks/rotate-setup-key.md' : 'docs/doctor.md#setup-key',
    ...(!isRotation && { follows: fault === 'lacks-key' ? ['drift'] : ['definitions', 'drift', 'claim'] }),
  };
}

function makerOf({ setupKey }: Peer): Maker {
  if (setupKey.csiVolume !== undefined) return 'driver';
  return setupKey.externalSecret !== undefined ? 'operator' : 'somebody';
}

function describe(
  fault: SecretFault,
  maker: Maker,
  { name, key, keys }: { readonly name: string; readonly key: string; readonly keys: readonly string[] },
): Pick<Finding, 'what' | 'cause'> {
  return {
    missing: { what: `the Secret ${name} does not exist`, cause: MISSING[maker] },
    'not-synced': {
      what: `the Secret ${name} does not exist`,
      cause:
        'The driver has mounted the key, and made no Secret of it: it was installed without syncSecret.enabled=true.',
    },
    'lacks-key': {
      what: `the Secret ${name} has no key ${key}`,
      cause: `The container asks for the key ${key}; the Secret has ${keys.join(', ') || 'none'}.`,
    },
    'no-setup-key': {
      what: `the value in the Secret ${name} is not a setup key`,
      cause:
        'Setup keys are UUIDs of 36 characters; this is a placeholder, or was cut off. A peer that is registered already does not need it, and does not start again once it is deleted in NetBird.',
    },
  }[fault];
}

const MISSING: Readonly<Record<Maker, string>> = {
  driver: 'The driver makes it when a pod mounts the key, and none has.',
  operator: 'The External Secrets Operator has not made it.',
  somebody: 'Somebody else is to make it: you, or a controller of SOPS or Sealed Secrets.',
};

function remedy(fault: SecretFault, maker: Maker, { namespace, podName, setupKey }: Peer): string {
  const { name = '', key = '' } = setupKey.secret ?? {};
  const kubectl = `kubectl -n ${namespace}`;
  const restart = `${kubectl} delete pod ${podName}`;
  const remake = `${kubectl} delete secret ${name}`;
  if (fault === 'not-synced') {
    return `Set syncSecret.enabled=true in the values of the driver, then restart the pod: ${restart}`;
  }
  return {
    missing: {
      driver: `See why it is not mounted: ${kubectl} describe pod ${podName}`,
      operator: `See what keeps the operator from it: ${kubectl} describe externalsecret ${setupKey.externalSecret}`,
      somebody: `Make it by the means that make your Secrets, or by hand: read -rs KEY && printf %s "$KEY" | ${kubectl} create secret generic ${name} --from-file=${key}=/dev/stdin`,
    },
    'lacks-key': {
      driver: `Write the same key in OpenBao and in setupKey of main.ts, then have the Secret and the pod made anew: ${remake}; ${restart}`,
      operator: `It is not the one that the operator would make now. Delete it, and the operator makes it anew: ${remake}`,
      somebody: `Put the key ${key} into it by the means that made it, or write the key that it has into setupKey of main.ts.`,
    },
    'no-setup-key': {
      driver: `Put the whole key into OpenBao, then have the Secret and the pod made anew: ${remake}; ${restart}`,
      operator: `Put the whole key into the store, delete the Secret so that the operator makes it anew, then the pod: ${remake}; ${restart}`,
      somebody: `Put the whole key into it by the means that made it, then restart the pod: ${restart}`,
    },
  }[fault][maker];
}
