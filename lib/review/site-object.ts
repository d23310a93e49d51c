import type { UnknownRecord } from '../output/record.ts';

/** An object of the base or of the output, in the form in which the two are compared. */
export interface SiteObject {
  /** The folder of its cluster; undefined where the site names none. */
  readonly cluster: string | undefined;

  /** The folder of its chart: `netbird`. Undefined for manifests that are no output of this project. */
  readonly chart: string | undefined;

  /** Where it was read: `dist/netbird/Service.netbird-peer.k8s.yaml`. */
  readonly file: string;

  readonly apiVersion: string;

  /** Without the version, `apps`; empty for the core group. */
  readonly group: string;
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string;

  /** As it was written, without what only servers write, and without secrets. */
  readonly manifest: UnknownRecord;

  /** As it is compared: with the defaults that the API server fills in. */
  readonly content: UnknownRecord;
}

/** The kind of what stands in the output and is no object: a file that nothing applies. */
export const FILE_KIND = 'file';

/** What makes two objects the same one of a cluster. */
export function objectKey({ group, kind, namespace, name }: SiteObject): string {
  return JSON.stringify([group, kind, namespace ?? '', name]);
}

/** As a person names it, and as `review.acknowledged.yaml` does: `west: StatefulSet netbird/netbird-peer`. */
export function describeSiteObject({ cluster, kind, namespace, name }: SiteObject): string {
  const prefix = cluster === undefined ? '' : `${cluster}: `;
  return `${prefix}${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}
