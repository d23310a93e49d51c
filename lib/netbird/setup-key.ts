import { type ApiObject, Yaml } from 'cdk8s';
import type { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { SecretProviderClass } from '../../imports/secrets-store.csi.x-k8s.io.ts';
import { parseHttpsUrl } from '../network/https-url.ts';
import { InvalidValue } from '../refusal/invalid-value.ts';
import type { PropsReview } from '../refusal/props-review.ts';
import { PodVolume } from './pod-volumes.ts';

/**
 * Where the routing peer finds its setup key: a value that NetBird asks for whenever its management server does not
 * know the peer's WireGuard key, so at the first start and again after somebody deleted the peer.
 *
 * The key itself never passes through this program.
 */
export abstract class SetupKey {
  /**
   * From a KV store of OpenBao or Vault, by the Secrets Store CSI driver: mounted into the container, and synced from
   * there into a Secret that the container reads as `NB_SETUP_KEY`.
   *
   * The driver must be installed with `syncSecret.enabled=true`, and the role must be bound to the peer's
   * ServiceAccount. Every start of the pod needs the store to be reachable.
   */
  static fromOpenBao(props: OpenBaoSetupKeyProps): SetupKey {
    return new OpenBaoSetupKey(props);
  }

  /** Refuses what is wrong with the source; `field` is the prop that holds it. */
  abstract review(review: PropsReview, field: string): void;

  /** Renders the objects that fetch the key, and says how the container that needs it gets it. */
  abstract deliver(scope: Construct, objects: SetupKeyObjects): SetupKeyDelivery;
}

/** How the objects that fetch the key are called, and where they live. */
export interface SetupKeyObjects {
  readonly name: string;
  readonly metadata: Omit<k8s.ObjectMeta, 'name'>;
}

/** All of it goes into one container and its pod together: a Secret is synced only while its volume is mounted. */
export interface SetupKeyDelivery {
  /** The objects that fetch the key. */
  readonly objects: readonly ApiObject[];

  readonly environment: k8s.EnvVar;
  readonly volume: k8s.Volume;
  readonly volumeMount: k8s.VolumeMount;
}

export interface OpenBaoSetupKeyProps {
  /**
   * The provider of the CSI driver: `openbao`, or `vault` for HashiCorp's and for OpenBao's provider before 2.0.
   *
   * @default 'openbao'
   */
  readonly provider?: 'openbao' | 'vault';

  /** `https://host[:port]`; `http:` only for a Service of the cluster (`….svc` or `….svc.<cluster domain>`). */
  readonly address: string;

  /** The role of the Kubernetes auth method that is bound to the peer's ServiceAccount. */
  readonly role: string;

  /** The path of the secret as the HTTP API of KV version 2 has it, with `data/`: `secret/data/netbird`. */
  readonly path: string;

  /** The key below that path, and in the synced Secret: `NETBIRD_SETUP_KEY`. */
  readonly key: string;
}

class OpenBaoSetupKey extends SetupKey {
  private readonly props: OpenBaoSetupKeyProps;

  constructor(props: OpenBaoSetupKeyProps) {
    super();
    this.props = props;
  }

  override review(review: PropsReview, field: string): void {
    const { provider = 'openbao', address, role, path, key, ...unknownProps } = this.props;
    if (provider !== 'openbao' && provider !== 'vault') {
      review.refuse(`${field}.provider`, {
        value: provider,
        reason: 'The CSI driver has no such provider for a KV store.',
        remedy: 'Write "openbao" or "vault".',
      });
    }
    review.tryParse(`${field}.address`, address, (value) => parseHttpsUrl(value, isService));
    review.tryParse(`${field}.role`, role, parseRole);
    review.tryParse(`${field}.path`, path, parseKvPath);
    review.tryParse(`${field}.key`, key, parseSecretKey);
    review.refuseUnknown(unknownProps, field);
  }

  override deliver(scope: Construct, { name, metadata }: SetupKeyObjects): SetupKeyDelivery {
    const { provider = 'openbao', address, role, path, key } = this.props;
    const secretProviderClass = new SecretProviderClass(scope, 'setup-key', {
      metadata: { ...metadata, name },
      spec: {
        provider,
        parameters: {
          [`${provider}Address`]: address,
          roleName: role,
          objects: Yaml.stringify([{ objectName: key, secretPath: path, secretKey: key }]),
        },
        secretObjects: [{ secretName: name, type: 'Opaque', data: [{ objectName: key, key }] }],
      },
    });
    return {
      objects: [secretProviderClass],
      environment: { name: 'NB_SETUP_KEY', valueFrom: { secretKeyRef: { name, key } } },
      volume: {
        name: PodVolume.SetupKey,
        csi: { driver: 'secrets-store.csi.k8s.io', readOnly: true, volumeAttributes: { secretProviderClass: name } },
      },
      volumeMount: { name: PodVolume.SetupKey, mountPath: '/mnt/secrets', readOnly: true },
    };
  }
}

function isService(host: string): boolean {
  return /\.svc(\.|$)/.test(host);
}

function parseRole(value: unknown): string {
  if (typeof value !== 'string' || !/^[\w.-]+$/.test(value)) {
    throw new InvalidValue('It is not the name of a role.', 'Write, for example, "netbird".');
  }
  return value;
}

function parseKvPath(value: unknown): string {
  if (typeof value !== 'string' || !/^[\w.-]+(\/[\w.-]+)*$/.test(value)) {
    throw new InvalidValue('It is not the path of a secret.', 'Write, for example, "secret/data/netbird".');
  }
  if (!/.\/data\/./.test(value)) {
    const [mount, ...rest] = value.split('/');
    throw new InvalidValue(
      'In KV version 2 the path of a secret has "data/" behind the mount; without it the driver finds nothing.',
      `Write "${[mount, 'data', ...rest].join('/')}".`,
    );
  }
  return value;
}

function parseSecretKey(value: unknown): string {
  if (typeof value !== 'string' || !/^[\w.-]{1,253}$/.test(value)) {
    throw new InvalidValue('It is not the key of a Secret.', 'Write, for example, "NETBIRD_SETUP_KEY".');
  }
  return value;
}
