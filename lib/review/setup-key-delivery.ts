import { isRecord, listAt, textAt, type UnknownRecord } from '../output/record.ts';
import type { Site } from './site.ts';
import type { SiteObject } from './site-object.ts';
import { clientOf, podOf, variableOf } from './workload.ts';

/** How a peer gets its setup key. */
export interface SetupKeyDelivery {
  /** In words: `variable, from Secret netbird-setup-key`. */
  readonly how: string;

  /** The Secret that has it, and the key in it. */
  readonly secret: string | undefined;
}

/** Undefined for an object that runs no client, or one without a setup key. */
export function setupKeyDeliveryOf(object: SiteObject): SetupKeyDelivery | undefined {
  const client = clientOf(object);
  const variable = variableOf(client, 'NB_SETUP_KEY');
  if (variable !== undefined) {
    const name = textAt(variable, 'valueFrom', 'secretKeyRef', 'name');
    const key = textAt(variable, 'valueFrom', 'secretKeyRef', 'key');
    const isLiteral = Object.hasOwn(variable, 'value');
    return isLiteral
      ? { how: 'written out in the manifest', secret: undefined }
      : { how: 'a variable, from a Secret', secret: name === undefined ? undefined : `${name}, key ${key}` };
  }
  const file = textAt(variableOf(client, 'NB_SETUP_KEY_FILE'), 'value');
  if (client === undefined || file === undefined) return undefined;
  const volume = volumeOf(object, client, file);
  const secret = textAt(volume, 'secret', 'secretName');
  const how =
    secret !== undefined ? 'a file, from a Secret' : isRecord(volume?.csi) ? 'a file, from the store itself' : 'a file';
  return { how, secret: secret === undefined ? undefined : `${secret}, file ${file.split('/').at(-1)}` };
}

function volumeOf(object: SiteObject, client: UnknownRecord, file: string): UnknownRecord | undefined {
  const mount = listAt(client, 'volumeMounts').find((candidate) =>
    file.startsWith(`${textAt(candidate, 'mountPath')}/`),
  );
  return listAt(podOf(object), 'volumes')
    .filter(isRecord)
    .find(({ name }) => name === textAt(mount, 'name'));
}

/** Whether a peer of the site reads its setup key by way of this object. */
export function bringsSetupKey(object: SiteObject, site: Site): boolean {
  if (object.kind !== 'SecretProviderClass' && object.kind !== 'ExternalSecret') return false;
  const target = textAt(object.content, 'spec', 'target', 'name') ?? object.name;
  return site.peersIn(object).some((peer) => {
    if (object.kind === 'ExternalSecret') return setupKeyDeliveryOf(peer)?.secret?.startsWith(`${target},`) === true;
    return listAt(podOf(peer), 'volumes').some(
      (volume) => textAt(volume, 'csi', 'volumeAttributes', 'secretProviderClass') === object.name,
    );
  });
}
