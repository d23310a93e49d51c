import { ExistingSecret, type ExistingSecretProps } from '../../secrets/existing-secret.ts';
import { ExternalSecretSource, type ExternalSecretSourceProps } from '../../secrets/external-secret-source.ts';
import { MountedSecret, type MountedSecretProps } from '../../secrets/mounted-secret.ts';
import { ACCESS_TOKEN_KIND } from '../../secrets/secret-kind.ts';
import { SecretReference } from '../../secrets/secret-reference.ts';
import type { SecretSource } from '../../secrets/secret-source.ts';

/**
 * Where the program that keeps the routes finds its personal access token of NetBird. It is always a file: the token is
 * in no environment, and a new one is read at the next run.
 */
export class AccessToken extends SecretReference<typeof ACCESS_TOKEN_KIND> {
  /** From a KV store of OpenBao or Vault, by the Secrets Store CSI driver. No Secret is made of it. */
  static fromOpenBao(props: Omit<MountedSecretProps, 'delivery'>): AccessToken {
    return new AccessToken(new MountedSecret(props, 'file'));
  }

  /** From a store that the External Secrets Operator knows, fetched anew every hour. */
  static fromExternalSecret(props: Omit<ExternalSecretSourceProps, 'delivery'>): AccessToken {
    return new AccessToken(new ExternalSecretSource(props, 'file'));
  }

  /** From a Secret that somebody else makes in the namespace of the program. */
  static fromSecret(props: Omit<ExistingSecretProps, 'delivery'>): AccessToken {
    return new AccessToken(new ExistingSecret(props, 'file'));
  }

  private constructor(source: SecretSource) {
    super(ACCESS_TOKEN_KIND, source);
  }
}
