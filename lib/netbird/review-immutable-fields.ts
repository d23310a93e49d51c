import { type DnsLabel, parseDnsLabel } from '../network/dns-label.ts';
import { type LabelMap, parseLabelMap } from '../network/label-map.ts';
import { InvalidValue } from '../refusal/invalid-value.ts';
import { oneOf } from '../refusal/one-of.ts';
import type { PropsReview } from '../refusal/props-review.ts';
import type { ImmutableFields } from './netbird-routing-peer-props.ts';
import { PodVolume } from './pod-volumes.ts';

/** Checks the fields of the StatefulSet that never change, and fills in those of a new installation. */
export function reviewImmutableFields(
  fields: ImmutableFields,
  peerName: string,
  review: PropsReview,
): Required<ImmutableFields> {
  const {
    selector = { 'app.kubernetes.io/name': peerName },
    serviceName = peerName,
    claimTemplateName = 'netbird-config',
    podManagementPolicy = 'Parallel',
    ...unknownProps
  } = fields;
  review.refuseUnknown(unknownProps, 'immutableFields');
  return {
    selector: review.parse('immutableFields.selector', selector, parseSelector, { 'app.kubernetes.io/name': peerName }),
    serviceName: review.parse('immutableFields.serviceName', serviceName, parseDnsLabel, peerName),
    claimTemplateName: review.parse(
      'immutableFields.claimTemplateName',
      claimTemplateName,
      parseClaimTemplateName,
      'netbird-config',
    ),
    podManagementPolicy: review.parse(
      'immutableFields.podManagementPolicy',
      podManagementPolicy,
      oneOf('Parallel', 'OrderedReady'),
      'Parallel',
    ),
  };
}

function parseSelector(value: unknown): LabelMap {
  const selector = parseLabelMap(value);
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
  const name = parseDnsLabel(value);
  if (Object.values<string>(PodVolume).includes(name)) {
    throw new InvalidValue('Another volume of the pod has this name.', 'Write, for example, "netbird-config".');
  }
  return name;
}
