import type { LabelMap } from '../network/label-map.ts';

/** The labels of a routing peer's objects, and of its pods. */
export function peerLabels(peerName: string): LabelMap {
  return {
    'app.kubernetes.io/name': peerName,
    'app.kubernetes.io/component': 'routing-peer',
    'app.kubernetes.io/part-of': 'netbird',
    'app.kubernetes.io/managed-by': 'cdk8s',
  };
}
