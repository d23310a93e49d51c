import { ExistingSecret, type ExistingSecretProps } from '../secrets/existing-secret.ts';
import { ExternalSecretSource, type ExternalSecretSourceProps } from '../secrets/external-secret-source.ts';
import { MountedSecret, type MountedSecretProps } from '../secrets/mounted-secret.ts';
import { SETUP_KEY_KIND } from '../secrets/secret-kind.ts';
import { SecretReference } from '../secrets/secret-reference.ts';
import type { SecretSource } from '../secrets/secret-source.ts';

/**
 * Where the routing peer finds its setup key: a value that NetBird asks for whenever its management server does not
 * know the peer's WireGuard key, so at the first start and again after somebody deleted the peer.
 *
 * What each source costs: docs/setup-key.md.
 */
export class SetupKey extends SecretReference<typeof SETUP_KEY_KIND> {
  /**
   * From a KV store of OpenBao or Vault, by the Secrets Store CSI driver. Every start of the pod needs the store to be
   * reachable.
   */
  static fromOpenBao(props: MountedSecretProps): SetupKey {
    return new SetupKey(new MountedSecret(props));
  }

  /**
   * From a store that the External Secrets Operator knows, fetched once. Only the first start of the pod needs the
   * store.
   */
  static fromExternalSecret(props: ExternalSecretSourceProps): SetupKey {
    return new SetupKey(new ExternalSecretSource(props));
  }

  /** From a Secret that somebody else makes in the namespace of the peer, such as a controller of Sealed Secrets. */
  static fromSecret(props: ExistingSecretProps): SetupKey {
    return new SetupKey(new ExistingSecret(props));
  }

  private constructor(source: SecretSource) {
    super(SETUP_KEY_KIND, source);
  }
}
