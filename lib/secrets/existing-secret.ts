import type { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { parseDnsSubdomain } from '../network/dns-subdomain.ts';
import { oneOf } from '../refusal/one-of.ts';
import type { PropsReview } from '../refusal/props-review.ts';
import { secretFile } from './secret-file.ts';
import { parseSecretKey } from './secret-key.ts';
import type { DeliveryForm, SecretDelivery, SecretRequest, SecretSource } from './secret-source.ts';

export interface ExistingSecretProps {
  /** The name of the Secret, in the namespace of the pod. */
  readonly name: string;

  /** The key in it: `NETBIRD_SETUP_KEY`. */
  readonly key: string;

  /**
   * How the container gets the value.
   *
   * @default 'environment'
   */
  readonly delivery?: DeliveryForm;
}

/** A Secret that somebody else makes: by hand, or a controller of SOPS or of Sealed Secrets. */
export class ExistingSecret implements SecretSource {
  private readonly props: ExistingSecretProps;

  constructor(props: ExistingSecretProps) {
    this.props = props;
  }

  review(review: PropsReview, field: string): void {
    const { name, key, delivery = 'environment', ...unknownProps } = this.props;
    review.tryParse(`${field}.name`, name, parseDnsSubdomain);
    review.tryParse(`${field}.key`, key, parseSecretKey);
    review.tryParse(`${field}.delivery`, delivery, oneOf('environment', 'file'));
    review.refuseUnknown(unknownProps, field);
  }

  deliver(_scope: Construct, request: SecretRequest): SecretDelivery {
    const { name, key, delivery = 'environment' } = this.props;
    return { objects: [], ...ofSecret(request, { name, key, delivery }) };
  }
}

/** How a container gets a value from a Secret. */
export function ofSecret(
  request: SecretRequest,
  { name, key, delivery }: Required<ExistingSecretProps>,
): Omit<SecretDelivery, 'objects'> {
  if (delivery === 'environment') {
    const environment: k8s.EnvVar = { name: request.variable, valueFrom: { secretKeyRef: { name, key } } };
    return { environment, volumes: [], volumeMounts: [] };
  }
  const secret: k8s.SecretVolumeSource = { secretName: name, items: [{ key, path: key }], defaultMode: READ_ONLY };
  const { environment, volume, volumeMount } = secretFile(request, key, { secret });
  return { environment, volumes: [volume], volumeMounts: [volumeMount] };
}

/** For the owner, or for the group where the pod has one. */
const READ_ONLY = 0o440;
