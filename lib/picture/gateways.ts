import type { KubernetesObject } from '../output/manifest.ts';
import { listAt, textAt } from '../output/record.ts';

/** An address behind the networks that takes requests for the services of the cluster. */
export interface Gateway {
  readonly name: string;

  /** Those that it asks for; none where the cluster gives it some. */
  readonly addresses: readonly string[];
}

export function gatewaysOf(objects: readonly KubernetesObject[]): readonly Gateway[] {
  return objects
    .filter(({ kind }) => kind === 'Gateway')
    .filter((object) => textAt(object, 'apiVersion')?.startsWith('gateway.networking.k8s.io/'))
    .map((gateway) => ({
      name: textAt(gateway, 'metadata', 'name') ?? 'without a name',
      addresses: listAt(gateway, 'spec', 'addresses')
        .map((address) => textAt(address, 'value'))
        .filter((value) => value !== undefined),
    }));
}
