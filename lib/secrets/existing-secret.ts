import type { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { parseDnsSubdomain } from '../network/dns-subdomain.ts';
import { reviewDelivery } from './review-delivery.ts';
import { secretFile } from './secret-file.ts';
import { parseSecretKey } from './secret-key.ts';
import type { DeliveryForm, SecretDelivery, SecretRequest, SecretSource, SourceReview } from './secret-source.ts';

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
  private readonly only: DeliveryForm | undefined;

  /** @param only how the container gets the value, where that is not for the site to choose */
  constructor(props: ExistingSecretProps, only?: DeliveryForm) {
    this.props = props;
    this.only = only;
  }

  review(context: SourceReview): void {
    const { review, field, kind } = context;
    const { secret, key: exampleKey } = kind.example;
    const props = review.members(field, this.props, `{ name: "${secret}", key: "${exampleKey}" }`);
    if (review.isRefused(field)) return;
    const { name, key, delivery, ...unknownProps } = props;
    review.tryParse(`${field}.name`, name, parseDnsSubdomain, secret);
    review.tryParse(`${field}.key`, key, parseSecretKey, exampleKey);
    reviewDelivery(delivery, this.only, context);
    review.refuseUnknown(unknownProps, field);
  }

  deliver(_scope: Construct, request: SecretRequest): SecretDelivery {
    const { name, key, delivery = this.only ?? 'environment' } = this.props;
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
