import { isRecord, listAt, textAt, type UnknownRecord } from '../output/record.ts';
import type { SiteObject } from './site-object.ts';
import { clientOf, podOf, variableOf } from './workload.ts';

/** How a peer gets its setup key. */
export interface SetupKeyDelivery {
  /** In words: `variable, from Secret netbird-setup-key`. */
  readonly how: string;

  /** The name of the Secret that has it, or of the SecretProviderClass that fetches it; undefined for neither. */
  readonly secret?: string;
  readonly providerClass?: string;

  /** The key in the Secret, or the file. */
  readonly entry: string;
}

/** Undefined for an object that runs no client, or one without a setup key. */
export function setupKeyDeliveryOf(object: SiteObject): SetupKeyDelivery | undefined {
  const client = clientOf(object);
  const variable = variableOf(client, 'NB_SETUP_KEY');
  if (variable !== undefined) {
    const name = textAt(variable, 'valueFrom', 'secretKeyRef', 'name');
    const key = textAt(variable, 'valueFrom', 'secretKeyRef', 'key');
    return Object.hasOwn(variable, 'value')
      ? { how: 'written out in the manifest', entry: '' }
      : { how: 'a variable, from a Secret', entry: key ?? '', ...(name !== undefined && { secret: name }) };
  }
  const file = textAt(variableOf(client, 'NB_SETUP_KEY_FILE'), 'value');
  if (client === undefined || file === undefined) return undefined;
  const volume = volumeOf(object, client, file);
  const entry = file.split('/').at(-1) ?? '';
  const secret = textAt(volume, 'secret', 'secretName');
  if (secret !== undefined) return { how: 'a file, from a Secret', entry, secret };
  const providerClass = textAt(volume, 'csi', 'volumeAttributes', 'secretProviderClass');
  if (isRecord(volume?.csi))
    return { how: 'a file, from the store itself', entry, ...(providerClass && { providerClass }) };
  return { how: 'a file', entry };
}

function volumeOf(object: SiteObject, client: UnknownRecord, file: string): UnknownRecord | undefined {
  const mount = listAt(client, 'volumeMounts').find((candidate) =>
    file.startsWith(`${textAt(candidate, 'mountPath')}/`),
  );
  return listAt(podOf(object), 'volumes')
    .filter(isRecord)
    .find(({ name }) => name === textAt(mount, 'name'));
}
