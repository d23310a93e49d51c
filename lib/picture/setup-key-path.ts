import type { KubernetesObject } from '../output/manifest.ts';
import { listAt, textAt } from '../output/record.ts';
import { readProviderObjects } from '../secrets/provider-objects.ts';

/** How the setup key comes to the client. It never holds the key itself. */
export interface SetupKeyPath {
  /** From its store to the pod: each a place, or the object that fetches it from the place before. */
  readonly steps: readonly string[];

  /** How the client reads it: the variable, and the file where it is one. */
  readonly reads: string;
}

export function setupKeyPath(
  workload: KubernetesObject,
  client: unknown,
  objects: readonly KubernetesObject[],
): SetupKeyPath | undefined {
  const inNamespace = objects.filter(
    (object) => textAt(object, 'metadata', 'namespace') === textAt(workload, 'metadata', 'namespace'),
  );
  const volumes = listAt(workload, 'spec', 'template', 'spec', 'volumes');
  for (const variable of listAt(client, 'env')) {
    const name = textAt(variable, 'name');
    const secret = textAt(variable, 'valueFrom', 'secretKeyRef', 'name');
    if (name === 'NB_SETUP_KEY' && secret !== undefined)
      return { steps: stepsToSecret(secret, inNamespace), reads: name };
    if (name === 'NB_SETUP_KEY') return { steps: ['a value in the manifest'], reads: name };
    const file = textAt(variable, 'value');
    if (name === 'NB_SETUP_KEY_FILE' && file !== undefined) {
      return { steps: stepsToFile(file, client, volumes, inNamespace), reads: `the file ${file}` };
    }
  }
  return undefined;
}

function stepsToFile(
  file: string,
  client: unknown,
  volumes: readonly unknown[],
  objects: readonly KubernetesObject[],
): string[] {
  const mount = listAt(client, 'volumeMounts').find((candidate) => {
    const path = textAt(candidate, 'mountPath');
    return path !== undefined && file.startsWith(`${path.replace(/\/$/, '')}/`);
  });
  const volume = volumes.find((candidate) => textAt(candidate, 'name') === (textAt(mount, 'name') ?? ''));
  const secret = textAt(volume, 'secret', 'secretName');
  if (secret !== undefined) return stepsToSecret(secret, objects);
  const mounted = textAt(volume, 'csi', 'volumeAttributes', 'secretProviderClass');
  const providerClass = objects.find(
    (object) => object.kind === 'SecretProviderClass' && textAt(object, 'metadata', 'name') === mounted,
  );
  return providerClass === undefined ? [] : stepsOfProviderClass(providerClass);
}

/** What makes the Secret, and the Secret. */
function stepsToSecret(secret: string, objects: readonly KubernetesObject[]): string[] {
  const providerClass = objects.find(
    (object) =>
      object.kind === 'SecretProviderClass' &&
      listAt(object, 'spec', 'secretObjects').some((synced) => textAt(synced, 'secretName') === secret),
  );
  const external = objects.find(
    (object) =>
      object.kind === 'ExternalSecret' &&
      (textAt(object, 'spec', 'target', 'name') ?? textAt(object, 'metadata', 'name')) === secret,
  );
  const makers = [
    ...(providerClass === undefined ? [] : stepsOfProviderClass(providerClass)),
    ...(external === undefined ? [] : stepsOfExternalSecret(external)),
  ];
  return [...makers, `Secret ${secret}`];
}

function stepsOfProviderClass(providerClass: KubernetesObject): string[] {
  const provider = textAt(providerClass, 'spec', 'provider');
  const paths = readProviderObjects(textAt(providerClass, 'spec', 'parameters', 'objects')).flatMap(
    (object) => textAt(object, 'secretPath') ?? [],
  );
  const store = [storeName(provider), ...new Set(paths)].join(' ');
  return [store, `SecretProviderClass ${textAt(providerClass, 'metadata', 'name')}`];
}

function stepsOfExternalSecret(external: KubernetesObject): string[] {
  const store = textAt(external, 'spec', 'secretStoreRef', 'name');
  const kind = textAt(external, 'spec', 'secretStoreRef', 'kind') ?? 'SecretStore';
  const keys = listAt(external, 'spec', 'data').flatMap((entry) => textAt(entry, 'remoteRef', 'key') ?? []);
  return [
    [kind, store, ...new Set(keys)].filter((part) => part !== undefined).join(' '),
    `ExternalSecret ${textAt(external, 'metadata', 'name')}`,
  ];
}

function storeName(provider: string | undefined): string {
  if (provider === 'openbao') return 'OpenBao';
  return provider === 'vault' ? 'Vault' : (provider ?? 'a store');
}
