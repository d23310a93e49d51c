import { memberAt, type UnknownRecord } from '../../output/record.ts';

/** The name of an object, and how a person names it. */
export interface ObjectName {
  readonly name: string;

  /** Left out when the object does not say. */
  readonly namespace?: string;

  /** `ConfigMap kube-system/cilium-config` */
  readonly place: string;
}

export function nameObject(object: UnknownRecord): ObjectName {
  const text = (field: string) => {
    const value = memberAt(object, ['metadata', field]);
    return typeof value === 'string' ? value : undefined;
  };
  const name = text('name') ?? '(no name)';
  const namespace = text('namespace');
  return { name, namespace, place: `${object.kind} ${namespace === undefined ? '' : `${namespace}/`}${name}` };
}

/** Whether an object is the wanted one, as far as both sides say. */
export function isNamed(
  object: Pick<ObjectName, 'name' | 'namespace'>,
  wanted: Partial<Pick<ObjectName, 'name' | 'namespace'>>,
): boolean {
  const { name = object.name, namespace = object.namespace } = wanted;
  return name === object.name && (object.namespace ?? namespace) === namespace;
}
