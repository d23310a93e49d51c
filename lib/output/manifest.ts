/** An object of the output, and where it comes from. */
export interface Manifest {
  /** The folder of its file: the id of its chart, behind that of its cluster where the site names several. */
  readonly folder: string;

  /** The API server that it is for, in one form: the same server is the same cluster. */
  readonly server: string;

  /** The path of the construct that made it. */
  readonly path: string;

  /** The object as it is written. */
  readonly object: KubernetesObject;
}

export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** The object as a person names it: `StatefulSet netbird/netbird-peer`. */
export function describeObject({ kind, metadata }: KubernetesObject): string {
  return metadata.namespace === undefined
    ? `${kind} ${metadata.name}`
    : `${kind} ${metadata.namespace}/${metadata.name}`;
}
