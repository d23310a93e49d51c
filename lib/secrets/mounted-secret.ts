import { Yaml } from 'cdk8s';
import type { Construct } from 'constructs';
import { SecretProviderClass } from '../../imports/secrets-store.csi.x-k8s.io.ts';
import { SyncWave } from '../argocd/sync.ts';
import { InvalidValue } from '../refusal/invalid-value.ts';
import { ofSecret } from './existing-secret.ts';
import { normalAddress, type OpenBaoLogin, parsePath, reviewLogin } from './open-bao-login.ts';
import { reviewDelivery } from './review-delivery.ts';
import { secretFile } from './secret-file.ts';
import { parseSecretKey } from './secret-key.ts';
import type { DeliveryForm, SecretDelivery, SecretRequest, SecretSource, SourceReview } from './secret-source.ts';

export interface MountedSecretProps extends OpenBaoLogin {
  /**
   * The provider of the CSI driver: `openbao`, or `vault` for HashiCorp's and for OpenBao's provider before 2.0.
   *
   * @default 'openbao'
   */
  readonly provider?: 'openbao' | 'vault';

  /**
   * The file with the certificate authority that signed the store's certificate, as the provider's own pod has it:
   * `/etc/openbao/ca.crt`.
   *
   * @default those that the provider trusts anyway
   */
  readonly caCertificatePath?: string;

  /** The path of the secret as the HTTP API of KV version 2 has it, with `data/`: `secret/data/netbird`. */
  readonly path: string;

  /** The key below that path: `NETBIRD_SETUP_KEY`. */
  readonly key: string;

  /**
   * How the container gets the value: `environment` has the driver make a Secret of it, for which it must be installed
   * with `syncSecret.enabled=true`; with `file` there is no Secret, and the value is never in etcd.
   *
   * @default 'environment'
   */
  readonly delivery?: DeliveryForm;
}

/**
 * A value from a KV store of OpenBao or Vault that the Secrets Store CSI driver mounts. Every start of the pod needs the
 * store to be reachable.
 */
export class MountedSecret implements SecretSource {
  private readonly props: MountedSecretProps;
  private readonly only: DeliveryForm | undefined;

  /** @param only how the container gets the value, where that is not for the site to choose */
  constructor(props: MountedSecretProps, only?: DeliveryForm) {
    this.props = props;
    this.only = only;
  }

  review(context: SourceReview): void {
    const { review, field, kind } = context;
    const { path: examplePath, key: exampleKey } = kind.example;
    const example = `{ address: "https://openbao.example.org", role: "${examplePath}", path: "secret/data/${examplePath}", key: "${exampleKey}" }`;
    const props = review.members(field, this.props, example);
    if (review.isRefused(field)) return;
    const { address, role, namespace, authMount, audience, ...rest } = props;
    const { provider = 'openbao', caCertificatePath, path, key, delivery, ...unknownProps } = rest;
    reviewLogin({ address, role, namespace, authMount, audience }, context);
    review.tryParse(`${field}.provider`, provider, parseProvider);
    review.parseOptional(`${field}.caCertificatePath`, caCertificatePath, parseFilePath);
    review.tryParse(`${field}.path`, path, parseKvPath, `secret/data/${examplePath}`);
    review.tryParse(`${field}.key`, key, parseSecretKey, exampleKey);
    reviewDelivery(delivery, this.only, context);
    review.refuseUnknown(unknownProps, field);
  }

  deliver(scope: Construct, request: SecretRequest): SecretDelivery {
    const { key, delivery = this.only ?? 'environment' } = this.props;
    const { name } = request;
    const secretProviderClass = new SecretProviderClass(scope, request.volumeName, {
      metadata: { ...request.metadata(SyncWave.Prerequisite, 'SkipDryRunOnMissingResource=true'), name },
      spec: {
        provider: this.props.provider ?? 'openbao',
        parameters: this.parameters(),
        secretObjects:
          delivery === 'environment'
            ? [{ secretName: name, type: 'Opaque', data: [{ objectName: key, key }] }]
            : undefined,
      },
    });
    const volumeAttributes = { secretProviderClass: name };
    const csi = { driver: 'secrets-store.csi.k8s.io', readOnly: true, volumeAttributes };
    const file = secretFile(request, key, { csi });
    const { environment } = delivery === 'file' ? file : ofSecret(request, { name, key, delivery });
    return { objects: [secretProviderClass], environment, volumes: [file.volume], volumeMounts: [file.volumeMount] };
  }

  private parameters(): Record<string, string> {
    const { provider = 'openbao', address, role, namespace, authMount, audience, ...rest } = this.props;
    const { caCertificatePath, path, key } = rest;
    const parameters = {
      [`${provider}Address`]: normalAddress(address),
      [`${provider}Namespace`]: namespace,
      [`${provider}AuthMountPath`]: authMount,
      [`${provider}CACertPath`]: caCertificatePath,
      audience,
      roleName: role,
      objects: Yaml.stringify([{ objectName: key, secretPath: path, secretKey: key }]),
    };
    return Object.fromEntries(
      Object.entries(parameters).filter((parameter): parameter is [string, string] => parameter[1] !== undefined),
    );
  }
}

function parseProvider(value: unknown): string {
  if (value !== 'openbao' && value !== 'vault') {
    throw new InvalidValue('The CSI driver has no such provider for a KV store.', 'Write "openbao" or "vault".');
  }
  return value;
}

function parseFilePath(value: unknown): string {
  if (typeof value !== 'string' || !/^(\/[\w.-]+)+$/.test(value)) {
    throw new InvalidValue('It is not the path of a file.', 'Write, for example, "/etc/openbao/ca.crt".');
  }
  return value;
}

function parseKvPath(value: unknown, example = 'secret/data/netbird'): string {
  const path = parsePath(value, 'a secret', example);
  if (/.\/data\/./.test(path)) return path;
  const [mount, ...rest] = path.split('/').filter((part, index) => index !== 1 || part !== 'data');
  throw new InvalidValue(
    'In KV version 2 the path of a secret has "data/" behind the mount; without it the driver finds nothing.',
    rest.length === 0
      ? `Write the mount before it: "secret/data/${mount}", if that is called secret.`
      : `Write "${[mount, 'data', ...rest].join('/')}".`,
  );
}
