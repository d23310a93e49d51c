import { excerpt } from './objects.ts';
import type { Peer } from './site.ts';

interface Trouble {
  /** A headline without a full stop. */
  readonly what: string;

  /** Full sentences. */
  readonly fix: string;
}

/**
 * What is wrong with the store of the setup key, by what the driver's event says. The texts are those of the provider,
 * and in it of OpenBao's HTTP API.
 */
export function storeTrouble(message: string, peer: Pick<Peer, 'namespace' | 'name' | 'setupKey'>): Trouble {
  const found = TROUBLES.find(({ form }) => form.test(message));
  const serviceAccount = `the ServiceAccount ${peer.name} in the namespace ${peer.namespace}`;
  return {
    what: found?.what ?? `the setup key cannot be mounted: ${excerpt(message, 80)}`,
    fix: found?.fix(serviceAccount) ?? 'Correct what the event names; kubelet tries again by itself.',
  };
}

const TROUBLES: readonly { form: RegExp; what: string; fix: (serviceAccount: string) => string }[] = [
  {
    form: /driver name \S+ not found in the list of registered CSI drivers/i,
    what: 'the CSI driver does not run on the node of the pod',
    fix: () =>
      'See that the DaemonSet of the Secrets Store CSI driver has a pod on that node: taints, or a node selector.',
  },
  {
    form: /provider not found|provider "?\w+"? (is )?not found/i,
    what: 'the provider of the SecretProviderClass does not run on the node of the pod',
    fix: () =>
      "Install OpenBao's CSI provider; with HashiCorp's, or one before 2.0, write provider: 'vault' in setupKey.",
  },
  {
    form: /is sealed/i,
    what: 'OpenBao is sealed',
    fix: () => 'Unseal it: bao operator unseal. kubelet tries again by itself.',
  },
  {
    form: /invalid role name|role .*could not be found|(service account name|namespace) not authorized|failed to login[\s\S]*Code: 40[03]/i,
    what: 'the role in OpenBao is missing, or not bound to the ServiceAccount of the pod',
    fix: (serviceAccount) => `Bind the role to ${serviceAccount}: bao write auth/kubernetes/role/…`,
  },
  {
    form: /Invalid path for a versioned K\/V|no handler for route/i,
    what: 'the path of the setup key in OpenBao is wrong',
    fix: () => 'Write it as the HTTP API has it, with data/ behind the mount: secret/data/netbird.',
  },
  {
    form: /key \S+ does not exist/i,
    what: 'the secret in OpenBao has no such key',
    fix: () => 'Write the same key in OpenBao and in setupKey: bao kv get -mount=secret netbird shows the names.',
  },
  {
    form: /Code: 403|permission denied/i,
    what: 'the policy in OpenBao does not allow to read the path of the setup key',
    fix: () => 'Allow read on the path with data/ in it: path "secret/data/netbird" { capabilities = ["read"] }.',
  },
  {
    form: /Code: 404|empty response|no secret exists/i,
    what: 'there is no secret in OpenBao at the path of the setup key',
    fix: () => 'Put it there, or correct the path in setupKey; it has data/ behind the mount: secret/data/netbird.',
  },
  {
    form: /connection refused|no such host|dial tcp|timeout|deadline exceeded/i,
    what: 'OpenBao cannot be reached from the node of the pod',
    fix: () =>
      'See that OpenBao runs, and that its address in setupKey is right. It must not be reached through this tunnel.',
  },
];
