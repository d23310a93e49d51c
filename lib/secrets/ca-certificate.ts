import { parseDnsSubdomain } from '../network/dns-subdomain.ts';
import type { PropsReview } from '../refusal/props-review.ts';
import { parseSecretKey } from './secret-key.ts';

/** The certificate authority that signed a server's certificate, in a ConfigMap in the namespace of the pod. */
export interface CaCertificate {
  readonly configMap: string;

  /** The key in it that holds the certificate, in PEM: `ca.crt`. */
  readonly key: string;
}

/** Refuses what is wrong with the prop; undefined for one that is left out. */
export function reviewCaCertificate(
  certificate: CaCertificate | undefined,
  field: string,
  review: PropsReview,
): CaCertificate | undefined {
  if (certificate === undefined) return undefined;
  const props = review.members(field, certificate, '{ configMap: "ca", key: "ca.crt" }');
  if (review.isRefused(field)) return undefined;
  const { configMap, key, ...unknownProps } = props;
  review.refuseUnknown(unknownProps, field);
  return {
    configMap: review.parse(`${field}.configMap`, configMap, parseDnsSubdomain, 'ca'),
    key: review.parse(`${field}.key`, key, parseSecretKey, 'ca.crt'),
  };
}
