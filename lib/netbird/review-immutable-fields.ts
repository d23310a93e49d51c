import { type DnsLabel, parseDnsLabel } from '../network/dns-label.ts';
import { type LabelMap, parseLabelMap } from '../network/label-map.ts';
import { parseServiceName } from '../network/service-name.ts';
import { InvalidValue } from '../refusal/invalid-value.ts';
import { oneOf } from '../refusal/one-of.ts';
import type { PropsReview } from '../refusal/props-review.ts';
import type { ImmutableFields } from './netbird-routing-peer-props.ts';
import { PodVolume } from './pod-volumes.ts';

/**
 * Checks the fields of the StatefulSet that never change, and fills in those of a new installation.
 *
 * @param replicas with several, nobody but the site knows which policy is right
 */
export function reviewImmutableFields(
  fields: ImmutableFields,
  peerName: string,
  replicas: number,
  review: PropsReview,
): Required<ImmutableFields> {
  const {
    selector = { 'app.kubernetes.io/name': peerName },
    serviceName = peerName,
    claimTemplateName = 'netbird-config',
    podManagementPolicy = replicas === 1 ? 'Parallel' : undefined,
    ...unknownProps
  } = review.members('immutableFields', fields);
  review.refuseUnknown(unknownProps, 'immutableFields');
  return {
    selector: review.parse('immutableFields.selector', selector, parseSelector, { 'app.kubernetes.io/name': peerName }),
    serviceName: review.parse('immutableFields.serviceName', serviceName, parseServiceName, peerName),
    claimTemplateName: review.parse(
      'immutableFields.claimTemplateName',
      claimTemplateName,
      parseClaimTemplateName,
      'netbird-config',
    ),
    podManagementPolicy: reviewPodManagementPolicy(podManagementPolicy, review),
  };
}

/**
 * Of several replicas, one must not be replaced while the other is not Ready: only OrderedReady sees to that. But a
 * StatefulSet that began with one replica has Parallel, and keeps it.
 */
function reviewPodManagementPolicy(policy: unknown, review: PropsReview): 'Parallel' | 'OrderedReady' {
  const field = 'immutableFields.podManagementPolicy';
  if (policy !== undefined) return review.parse(field, policy, oneOf('Parallel', 'OrderedReady'), 'Parallel');
  review.refuse(field, {
    reason: 'It cannot be changed later, and with several replicas there is no right one for every site.',
    remedy:
      'Write "OrderedReady" for a new installation: an update waits until the other replica is Ready. Write "Parallel" where the StatefulSet is there already, with one replica.',
  });
  return 'OrderedReady';
}

function parseSelector(value: unknown): LabelMap {
  const selector = parseLabelMap(value, '{ app: "netbird-peer" }');
  if ('app.kubernetes.io/instance' in selector) {
    throw new InvalidValue(
      'Argo CD may own the label app.kubernetes.io/instance, and would then prune the claim.',
      'Select by another label.',
    );
  }
  return selector;
}

/** A claim replaces a volume of the pod that has its name: a setup key would never be mounted, and never synced. */
function parseClaimTemplateName(value: unknown): DnsLabel {
  const name = parseDnsLabel(value, 'netbird-config');
  if (Object.values<string>(PodVolume).includes(name)) {
    throw new InvalidValue('Another volume of the pod has this name.', 'Write, for example, "netbird-config".');
  }
  return name;
}
