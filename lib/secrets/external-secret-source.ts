import type { Construct } from 'constructs';
import { ExternalSecret, SecretStore, type SecretStoreSpec } from '../../imports/external-secrets.io.ts';
import { SyncWave } from '../argocd/sync.ts';
import { parseDnsSubdomain } from '../network/dns-subdomain.ts';
import { InvalidValue } from '../refusal/invalid-value.ts';
import { oneOf } from '../refusal/one-of.ts';
import { type CaCertificate, reviewCaCertificate } from './ca-certificate.ts';
import { ofSecret } from './existing-secret.ts';
import { normalAddress, type OpenBaoLogin, parsePath, reviewLogin } from './open-bao-login.ts';
import { reviewDelivery } from './review-delivery.ts';
import { parseSecretKey } from './secret-key.ts';
import type { DeliveryForm, SecretDelivery, SecretRequest, SecretSource, SourceReview } from './secret-source.ts';

export interface ExternalSecretSourceProps {
  /** Where the operator fetches the value: a store that is there already, or one that is made beside the pod. */
  readonly store: NamedSecretStore | OpenBaoSecretStore;

  /** The path of the secret in the store. Refused: `data/` in it, which the operator adds itself. */
  readonly path: string;

  /** The key below that path, and in the Secret: `NETBIRD_SETUP_KEY`. */
  readonly key: string;

  /**
   * How the container gets the value from the Secret.
   *
   * @default 'environment'
   */
  readonly delivery?: DeliveryForm;
}

/** A store that somebody else made. */
export interface NamedSecretStore {
  readonly name: string;

  /**
   * `SecretStore` is one in the namespace of the pod.
   *
   * @default 'SecretStore'
   */
  readonly kind?: 'SecretStore' | 'ClusterSecretStore';

  readonly address?: never;
}

/** A KV store, version 2, of OpenBao or Vault. The role must be bound to the pod's ServiceAccount. */
export interface OpenBaoSecretStore extends OpenBaoLogin {
  /**
   * Where the KV store is mounted.
   *
   * @default 'secret'
   */
  readonly mount?: string;

  /**
   * The certificate authority that signed the store's certificate.
   *
   * @default those that the operator trusts anyway
   */
  readonly caCertificate?: CaCertificate;

  readonly name?: never;
}

/**
 * A value that the External Secrets Operator fetches, once or, where another one takes its place from time to time, every
 * hour, and leaves as a Secret. Argo CD starts nothing of a later wave before that Secret is there; no restart of the pod
 * needs the store again.
 */
export class ExternalSecretSource implements SecretSource {
  private readonly props: ExternalSecretSourceProps;
  private readonly only: DeliveryForm | undefined;

  /** @param only how the container gets the value, where that is not for the site to choose */
  constructor(props: ExternalSecretSourceProps, only?: DeliveryForm) {
    this.props = props;
    this.only = only;
  }

  review(context: SourceReview): void {
    const { review, field, kind } = context;
    const { path: examplePath, key: exampleKey } = kind.example;
    const example = `{ store: { name: "openbao" }, path: "${examplePath}", key: "${exampleKey}" }`;
    const props = review.members(field, this.props, example);
    if (review.isRefused(field)) return;
    const { store, path, key, delivery, ...unknownProps } = props;
    reviewStore(store, { ...context, field: `${field}.store` });
    review.tryParse(`${field}.path`, path, parseRemoteKey, examplePath);
    review.tryParse(`${field}.key`, key, parseSecretKey, exampleKey);
    reviewDelivery(delivery, this.only, context);
    review.refuseUnknown(unknownProps, field);
  }

  deliver(scope: Construct, request: SecretRequest): SecretDelivery {
    const { store, path, key, delivery = this.only ?? 'environment' } = this.props;
    const { name } = request;
    const stores = store.name === undefined ? [secretStore(scope, store, request)] : [];
    const externalSecret = new ExternalSecret(scope, request.volumeName, {
      metadata: { ...request.metadata(SyncWave.Prerequisite, 'SkipDryRunOnMissingResource=true'), name },
      spec: {
        secretStoreRef: { name: store.name ?? name, kind: store.name === undefined ? 'SecretStore' : kindOf(store) },
        target: { name, creationPolicy: 'Owner', deletionPolicy: 'Retain' },
        refreshPolicy: request.isReplaced ? 'Periodic' : 'CreatedOnce',
        // From here on what the operator's definitions fill in: left out, Argo CD would show it for ever.
        refreshInterval: '1h0m0s',
        data: [{ secretKey: key, remoteRef: { key: path, property: key, ...AS_IT_IS } }],
      },
    });
    return { objects: [...stores, externalSecret], ...ofSecret(request, { name, key, delivery }) };
  }
}

const AS_IT_IS = { metadataPolicy: 'None', conversionStrategy: 'Default', decodingStrategy: 'None' };

function kindOf({ kind = 'SecretStore' }: NamedSecretStore): string {
  return kind;
}

function reviewStore(store: ExternalSecretSourceProps['store'] | undefined, context: SourceReview): void {
  const { review, field } = context;
  if (typeof store !== 'object' || store === null || (store.name === undefined) === (store.address === undefined)) {
    review.refuse(field, {
      reason: 'It is neither the name of a store that is there, nor how to make one.',
      remedy: 'Write { name } of a SecretStore, or { address, role } of OpenBao.',
    });
    return;
  }
  if (store.name !== undefined) {
    const { name, kind = 'SecretStore', ...unknownProps } = store;
    review.tryParse(`${field}.name`, name, parseDnsSubdomain, 'openbao');
    review.tryParse(`${field}.kind`, kind, oneOf('SecretStore', 'ClusterSecretStore'));
    review.refuseUnknown(unknownProps, field);
    return;
  }
  const { address, role, namespace, authMount, audience, mount, caCertificate, ...unknownProps } = store;
  reviewLogin({ address, role, namespace, authMount, audience }, context);
  review.parseOptional(`${field}.mount`, mount, (value) => parsePath(value, 'a mount', 'secret'));
  reviewCaCertificate(caCertificate, `${field}.caCertificate`, review);
  review.refuseUnknown(unknownProps, field);
}

/** A wave before the ExternalSecret: Argo CD takes one whose store is missing for broken, and ends the sync. */
function secretStore(scope: Construct, store: OpenBaoSecretStore, request: SecretRequest): SecretStore {
  const { address, role, namespace, authMount = 'kubernetes', audience, mount = 'secret', caCertificate } = store;
  const vault: SecretStoreSpec['provider']['vault'] = {
    server: normalAddress(address),
    namespace,
    path: mount,
    version: 'v2',
    caProvider:
      caCertificate === undefined
        ? undefined
        : { type: 'ConfigMap', name: caCertificate.configMap, key: caCertificate.key },
    auth: {
      kubernetes: {
        mountPath: authMount,
        role,
        serviceAccountRef: {
          name: request.serviceAccountName,
          audiences: audience === undefined ? undefined : [audience],
        },
      },
    },
  };
  return new SecretStore(scope, `${request.volumeName}-store`, {
    metadata: {
      ...request.metadata(SyncWave.SecretStore, 'SkipDryRunOnMissingResource=true'),
      name: request.name,
    },
    spec: { provider: { vault } },
  });
}

function parseRemoteKey(value: unknown, example = 'netbird'): string {
  const path = parsePath(value, 'a secret', example);
  if (/^([^/]+\/)?data\//.test(path)) {
    throw new InvalidValue(
      'The External Secrets Operator adds "data/" itself, and would look for it twice.',
      `Write "${path.replace(/^([^/]+\/)?data\//, '')}", below the mount of the store.`,
    );
  }
  return path;
}
