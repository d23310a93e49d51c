import { isClientContainer } from '../netbird/client-container.ts';
import { STATE_DIRECTORY } from '../netbird/state-directory.ts';
import { podTemplatePath } from '../output/pod-template.ts';
import { isRecord, listAt, memberAt, recordAt, textAt, type UnknownRecord } from '../output/record.ts';
import type { SiteObject } from './site-object.ts';

/** The specification of the pods that an object makes; undefined for one that makes none, or does not say. */
export function podOf(object: SiteObject | undefined): UnknownRecord | undefined {
  const path = object === undefined ? undefined : podTemplatePath(object.kind);
  if (object === undefined || path === undefined) return undefined;
  const pod = memberAt(object.content, [...path, 'spec']);
  return isRecord(pod) ? pod : undefined;
}

/** All containers of a pod, init containers first. */
export function containersOf(pod: UnknownRecord | undefined): readonly UnknownRecord[] {
  return [...listAt(pod, 'initContainers'), ...listAt(pod, 'containers')].filter(isRecord);
}

/** The container that is NetBird's client. */
export function clientOf(object: SiteObject | undefined): UnknownRecord | undefined {
  return listAt(podOf(object), 'containers').filter(isRecord).find(isClientContainer);
}

/** A variable of a container, by either of its names: the client reads `WT_…` as the old name of `NB_…`. */
export function variableOf(container: UnknownRecord | undefined, name: string): UnknownRecord | undefined {
  const names = [name, name.replace(/^NB_/, 'WT_')];
  return listAt(container, 'env')
    .filter(isRecord)
    .find((variable) => names.includes(textAt(variable, 'name') ?? ''));
}

/** How many pods there are at once. */
export function replicasOf(object: SiteObject | undefined): number {
  const replicas = memberAt(object?.content, ['spec', 'replicas']);
  return typeof replicas === 'number' ? replicas : 1;
}

/** Whether it is a routing peer: it runs NetBird's client. */
export function isPeer(object: SiteObject | undefined): object is SiteObject {
  return clientOf(object) !== undefined;
}

/** Where the client keeps its WireGuard key and its registration. */
export interface StateLocation {
  /** The claims, by name; `<ordinal>` stands for the number of the replica. Empty where it is on none. */
  readonly claims: readonly string[];

  /** Whether each replica has a place of its own. */
  readonly isOwn: boolean;

  /** In words: `claim netbird-config-netbird-peer-<ordinal>, mounted at /var/lib/netbird`. */
  readonly description: string;
}

/** Undefined for an object that runs no client. */
export function stateLocationOf(object: SiteObject): StateLocation | undefined {
  const client = clientOf(object);
  if (client === undefined) return undefined;
  const directory = textAt(variableOf(client, 'NB_STATE_DIR'), 'value') ?? STATE_DIRECTORY;
  const mounts = listAt(client, 'volumeMounts').filter(isRecord);
  const holding = mounts
    .filter(({ mountPath }) => isBelow(directory, String(mountPath)))
    .sort((a, b) => String(b.mountPath).length - String(a.mountPath).length)[0];
  const covering = mounts.filter((mount) => mount !== holding && isBelow(String(mount.mountPath), directory));
  const storage = holding === undefined ? NO_VOLUME : storageOf(object, String(holding.name));
  const config = textAt(variableOf(client, 'NB_CONFIG'), 'value') ?? configArgument(client);
  const start = memberAt(object.content, ['spec', 'ordinals', 'start']) ?? 0;
  const parts = [
    storage.description,
    holding === undefined ? directory : mountInWords(holding, directory),
    ...covering.map(({ mountPath, name }) => `covered at ${mountPath} by ${name}`),
    ...(config === undefined ? [] : [`the profile at ${config}`]),
    ...(start === 0 ? [] : [`ordinals from ${start}`]),
  ];
  return { claims: storage.claims, isOwn: storage.isOwn, description: parts.join(', ') };
}

/** `--config <file>`, `--config=<file>` or `-c <file>`, among the arguments or in the command of a shell. */
function configArgument(client: UnknownRecord): string | undefined {
  const words = [...listAt(client, 'command'), ...listAt(client, 'args')].join(' ');
  return /netbird\b.*\s(?:--config|-c)[= ](\S+)/s.exec(words)?.[1];
}

function isBelow(path: string, folder: string): boolean {
  return `${trimmed(path)}/`.startsWith(`${trimmed(folder)}/`);
}

function trimmed(path: string): string {
  return path.replace(/\/+$/, '');
}

function mountInWords({ mountPath, subPath, subPathExpr }: UnknownRecord, directory: string): string {
  const part = subPath ?? subPathExpr;
  const mount = `${part === undefined ? '' : `its folder ${part} `}mounted at ${trimmed(String(mountPath))}`;
  return trimmed(String(mountPath)) === trimmed(directory) ? mount : `${mount}, the state in ${directory}`;
}

const NO_VOLUME: StateLocation = { claims: [], isOwn: true, description: 'no volume, but the container' };

function storageOf(object: SiteObject, volumeName: string): StateLocation {
  if (claimTemplateNames(object).includes(volumeName)) {
    const claim = `${volumeName}-${object.name}-<ordinal>`;
    return { claims: [claim], isOwn: true, description: `claim ${claim}` };
  }
  const volume = listAt(podOf(object), 'volumes').find((candidate) => textAt(candidate, 'name') === volumeName);
  const claim = textAt(volume, 'persistentVolumeClaim', 'claimName');
  if (claim !== undefined) return { claims: [claim], isOwn: false, description: `claim ${claim}` };
  const folder = textAt(volume, 'hostPath', 'path');
  if (folder !== undefined) return { claims: [], isOwn: true, description: `folder ${folder} of the node` };
  if (isRecord(recordAt(volume).emptyDir) || isRecord(recordAt(volume).ephemeral)) {
    return { claims: [], isOwn: true, description: `volume ${volumeName}, which ends with the pod` };
  }
  return { claims: [], isOwn: true, description: `volume ${volumeName}` };
}

/** The names of a StatefulSet's claim templates; none for other kinds. */
export function claimTemplateNames(object: SiteObject): readonly string[] {
  if (object.kind !== 'StatefulSet') return [];
  return listAt(object.content, 'spec', 'volumeClaimTemplates').flatMap(
    (template) => textAt(template, 'metadata', 'name') ?? [],
  );
}

/** Every claim that an object's pods use, `<ordinal>` standing for the number of the replica. */
export function claimsOf(object: SiteObject): readonly string[] {
  const named = listAt(podOf(object), 'volumes').flatMap(
    (volume) => textAt(volume, 'persistentVolumeClaim', 'claimName') ?? [],
  );
  return [...claimTemplateNames(object).map((name) => `${name}-${object.name}-<ordinal>`), ...named];
}
