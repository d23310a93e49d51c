import { describeSiteObject, type SiteObject } from './site-object.ts';
import { isPeer } from './workload.ts';

/** All objects of one side, and what is looked up among them again and again. */
export class Site {
  readonly objects: readonly SiteObject[];

  private readonly indices = new Map<string, ReadonlyMap<string, readonly SiteObject[]>>();

  constructor(objects: readonly SiteObject[]) {
    this.objects = objects;
  }

  /** Every object of a kind, of all clusters. */
  ofKind(kind: string): readonly SiteObject[] {
    return this.lookUp('kind', (object) => object.kind, kind);
  }

  /** Every object of the namespace of a cluster; of the cluster as a whole for undefined. */
  inNamespace({ cluster, namespace }: Pick<SiteObject, 'cluster' | 'namespace'>): readonly SiteObject[] {
    const key = (object: Pick<SiteObject, 'cluster' | 'namespace'>) =>
      `${object.cluster ?? ''} ${object.namespace ?? ''}`;
    return this.lookUp('namespace', key, key({ cluster, namespace }));
  }

  /** The routing peers of a namespace. */
  peersIn(place: Pick<SiteObject, 'cluster' | 'namespace'>): readonly SiteObject[] {
    return this.inNamespace(place).filter(isPeer);
  }

  /** The object of that name, as {@link describeSiteObject} has it. */
  find(description: string): SiteObject | undefined {
    return this.lookUp('description', describeSiteObject, description)[0];
  }

  /** The same object on this side, be it that this side names no clusters. */
  counterpartOf(object: SiteObject): SiteObject | undefined {
    return this.find(describeSiteObject(object)) ?? this.find(describeSiteObject({ ...object, cluster: undefined }));
  }

  private lookUp(index: string, keyOf: (object: SiteObject) => string, key: string): readonly SiteObject[] {
    const groups = this.indices.get(index) ?? Map.groupBy(this.objects, keyOf);
    this.indices.set(index, groups);
    return groups.get(key) ?? [];
  }
}
