import { listAt, recordAt, textAt } from '../output/record.ts';
import { readProviderObjects } from '../secrets/provider-objects.ts';
import { setupKeyDeliveryOf } from './setup-key-delivery.ts';
import type { Site } from './site.ts';
import type { SiteObject } from './site-object.ts';
import { podOf } from './workload.ts';

/** Where the setup key of a peer comes from in the end. */
export interface SetupKeySource {
  /** In words: `secret/data/netbird, NETBIRD_SETUP_KEY (https://openbao.example.org)`. */
  readonly description: string;

  /** The objects that say so, besides the peer. */
  readonly objects: readonly SiteObject[];
}

/** Undefined for an object that runs no client, and where nothing says it. */
export function setupKeySourceOf(peer: SiteObject, site: Site): SetupKeySource | undefined {
  const { secret, providerClass, entry = '' } = setupKeyDeliveryOf(peer) ?? {};
  const neighbours = site.inNamespace(peer);
  if (secret === undefined) {
    const named = neighbours.find(({ kind, name }) => kind === 'SecretProviderClass' && name === providerClass);
    return named && { description: ofProviderClass(named, entry), objects: [named] };
  }
  const external = neighbours.find(({ kind, name, content }) => {
    return kind === 'ExternalSecret' && (textAt(content, 'spec', 'target', 'name') ?? name) === secret;
  });
  if (external !== undefined) return ofExternalSecret(external, entry, site);
  const mounted = listAt(podOf(peer), 'volumes').map((volume) =>
    textAt(volume, 'csi', 'volumeAttributes', 'secretProviderClass'),
  );
  const syncing = neighbours.find(
    ({ kind, name, content }) =>
      kind === 'SecretProviderClass' &&
      mounted.includes(name) &&
      listAt(content, 'spec', 'secretObjects').some((object) => textAt(object, 'secretName') === secret),
  );
  if (syncing === undefined) return { description: `Secret ${secret}, key ${entry}`, objects: [] };
  const synced = listAt(syncing.content, 'spec', 'secretObjects')
    .flatMap((object) => listAt(object, 'data'))
    .find((data) => textAt(data, 'key') === entry);
  return { description: ofProviderClass(syncing, textAt(synced, 'objectName') ?? entry), objects: [syncing] };
}

/** Whether a peer of the site reads its setup key by way of this object. */
export function bringsSetupKey(object: SiteObject, site: Site): boolean {
  return site.peersIn(object).some((peer) => setupKeySourceOf(peer, site)?.objects.includes(object) === true);
}

/** @param name of the entry that is the key; all are told where none has it */
function ofProviderClass({ content }: SiteObject, name: string): string {
  const parameters = recordAt(content, 'spec', 'parameters');
  const parameter = (suffix: RegExp) => Object.entries(parameters).find(([key]) => suffix.test(key))?.[1];
  const entries = readProviderObjects(textAt(parameters, 'objects'));
  const own = entries.filter((entry) => textAt(entry, 'objectName') === name);
  const places = (own.length > 0 ? own : entries).map(
    (entry) => `${textAt(entry, 'secretPath') ?? '?'}, ${textAt(entry, 'secretKey') ?? '?'}`,
  );
  const address = String(parameter(/Address$/) ?? 'its own address');
  return inWords(places.join('; ') || 'nothing that can be read', address, parameter(/Namespace$/));
}

/** @param name of the entry that is the key; all are told where none has it */
function ofExternalSecret(external: SiteObject, name: string, site: Site): SetupKeySource {
  const reference = recordAt(external.content, 'spec', 'secretStoreRef');
  const kind = String(reference.kind ?? 'SecretStore');
  const place = { cluster: external.cluster, namespace: kind === 'SecretStore' ? external.namespace : undefined };
  const store = site.inNamespace(place).find((object) => object.kind === kind && object.name === reference.name);
  const vault = recordAt(store?.content, 'spec', 'provider', 'vault');
  const mount = typeof vault.path !== 'string' ? '' : `${vault.path}/${vault.version === 'v1' ? '' : 'data/'}`;
  const entries = listAt(external.content, 'spec', 'data');
  const own = entries.filter((entry) => textAt(entry, 'secretKey') === name);
  const places = (own.length > 0 ? own : entries).map((entry) => {
    const { key, property } = recordAt(entry, 'remoteRef');
    return [`${mount}${key}`, ...(property === undefined ? [] : [property])].join(', ');
  });
  const server = typeof vault.server === 'string' ? vault.server : `${kind} ${reference.name}`;
  return {
    description: inWords(places.join('; ') || 'what its dataFrom says', server, vault.namespace),
    objects: [external, ...(store === undefined ? [] : [store])],
  };
}

function inWords(places: string, server: string, namespace: unknown): string {
  return `${places} (${server}${namespace === undefined ? '' : `, namespace ${namespace}`})`;
}
